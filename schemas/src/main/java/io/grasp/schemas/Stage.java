package io.grasp.schemas;

/** What was being done with a record when it failed. */
public enum Stage {
    DECODE,
    VALIDATE,
    CLASSIFY,
    DECIDE,
    PRODUCE,
    CATALOG,
    TRAIN
}
