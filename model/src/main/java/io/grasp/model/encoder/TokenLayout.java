package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** How the tokens of a batch lie in an array, which of all an encoder's steps only attention needs to know. */
interface TokenLayout {
    /**
     * Added to the score of what is not attended to: low enough that its softmax is exactly 0 beside any real score,
     * and far from where floats end.
     */
    float BLOCKED = -1e9f;

    /**
     * Returns what attends, [heads, batch, length, hidden / heads].
     *
     * @param projected as the tokens lie, with [hidden] last
     */
    NDArray queries(NDArray projected);

    /**
     * Returns the keys of what is attended to in that layer, [heads, batch, attended length, hidden / heads].
     *
     * @param projected as the tokens lie, with [hidden] last
     */
    NDArray keys(NDArray projected, int layer);

    /** As {@link #keys}, of values. */
    NDArray values(NDArray projected, int layer);

    /** What is added to attention scores [heads, batch, length, attended length]; null if that is nothing. */
    @Nullable NDArray mask();

    /**
     * Returns an array as the tokens lie, with [hidden] last.
     *
     * @param attended [heads, batch, length, hidden / heads]
     */
    NDArray joined(NDArray attended);
}
