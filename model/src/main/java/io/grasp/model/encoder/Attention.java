package io.grasp.model.encoder;

/** Which tokens of an input attend to which. */
public enum Attention {
    /** Each to all. */
    BIDIRECTIONAL,
    /**
     * The student's text attends to everything, and what stands before it to itself alone. So what an encoder makes of
     * a question does not depend on the answer, and need be computed only once.
     */
    TEXT_TO_CONTEXT
}
