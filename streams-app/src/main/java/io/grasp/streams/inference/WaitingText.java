package io.grasp.streams.inference;

import io.grasp.model.EncodedInput;
import io.grasp.model.Prediction;
import io.grasp.streams.serving.SharedModel;
import java.util.concurrent.CompletableFuture;

/**
 * A text that waits to be predicted by the version that was serving when it came. Exactly one of the three endings is
 * called, once, by the queue; each lets go of the model.
 *
 * @param model retained for this text
 * @param answer may be cancelled by whoever asked
 */
record WaitingText(SharedModel model, EncodedInput input, CompletableFuture<Prediction> answer) {
    /** Tokens of a window. */
    int tokens() {
        return input.length();
    }

    /** Rows of a batch that it takes. */
    int windows() {
        return input.windows().size();
    }

    boolean isLong() {
        return windows() > 1;
    }

    void answer(Prediction prediction) {
        answer.complete(prediction);
        model.release();
    }

    void fail(PoisonedTextException failure) {
        answer.completeExceptionally(failure);
        model.release();
    }

    void abandon() {
        answer.cancel(false);
        model.release();
    }
}
