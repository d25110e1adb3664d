package io.grasp.model;

/** How the labels of a {@link Task} relate to each other. */
public enum TaskKind {
    /** Exactly one label holds. */
    SINGLE_LABEL,
    /** Any number of labels holds, none included. */
    MULTI_LABEL,
    /** Exactly one label holds and the labels have an order, lowest first. */
    ORDINAL
}
