package io.grasp.model.text;

/** What an input that is too long loses; always from the end of a segment. */
public enum Truncation {
    /**
     * The context is cut first; once none of it is left, the input is encoded as if it had none, and only then the
     * student's text is cut. A context without any token counts as none.
     */
    CONTEXT_FIRST,
    /**
     * The longer of the two segments is cut until they are equally long, then both: Hugging Face's rule of this name,
     * for models that were trained with it. A context is a segment even if it has no tokens.
     */
    LONGEST_FIRST
}
