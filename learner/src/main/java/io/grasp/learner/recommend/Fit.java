package io.grasp.learner.recommend;

/** Why the catalog speaks for a resource, besides the misconception it may address. */
public enum Fit {
    /** It is made for the learner's level. */
    LEVEL,
    /** Its kind suits the level: an easy explanation for novices, a challenge for the advanced. */
    KIND,
    /** The catalog names it as what should be known before, and the learner's mastery is low. */
    PREREQUISITE
}
