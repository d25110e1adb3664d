package io.grasp.model.text;

/**
 * Where the windows of a text begin that is longer than one: all are equally long, the first begins with the text, the
 * last ends with it, and the others lie evenly between them. Neighbours share at least a quarter, so that hardly a
 * sentence is seen only in two halves. A text that would need more windows than are allowed gets as many as that, which
 * then share less, and at last leave equal gaps between them.
 *
 * @param tokens of the text; more than {@code length}
 * @param length tokens of the text in one window
 * @param count windows; at least 2
 */
record WindowPlan(int tokens, int length, int count) {
    private static final int SHARED_PART = 4;

    /** @param most windows that are allowed; at least 2 */
    static WindowPlan of(int tokens, int length, int most) {
        int step = length - length / SHARED_PART;
        int steps = (tokens - length + step - 1) / step;
        return new WindowPlan(tokens, length, Math.min(most, 1 + steps));
    }

    /** Returns the position in the text of the first token of a window. */
    int start(int window) {
        return Math.toIntExact((long) window * (tokens - length) / (count - 1));
    }
}
