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
 * @param tokens of a window that must be computed
 * @param answer may be cancelled by whoever asked
 * @param since when it came, of {@link System#nanoTime}
 */
record WaitingText(
        SharedModel model, EncodedInput input, int tokens, CompletableFuture<Prediction> answer, long since) {
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
