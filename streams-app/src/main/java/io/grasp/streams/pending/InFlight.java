package io.grasp.streams.pending;

import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.streams.serving.ModelIdentity;
import io.grasp.streams.serving.SharedModel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A pending record and, once a model has been asked about it, the answer to come. Lives on one stream thread. */
final class InFlight<T> {
    private final PendingRecords.Pending pending;
    private final T decoded;
    private @Nullable Question question;

    InFlight(PendingRecords.Pending pending, T decoded) {
        this.pending = pending;
        this.decoded = decoded;
    }

    PendingRecords.Pending pending() {
        return pending;
    }

    T decoded() {
        return decoded;
    }

    /**
     * Keeps in mind that a model was asked.
     *
     * @param input what it reads of the record
     */
    void asked(SharedModel model, ModelInput input, CompletableFuture<Prediction> answer) {
        question = new Question(model.identity(), model.classifier().isNewTo(input.learningTopic()), answer);
    }

    boolean isAnswered() {
        return question != null
                && question.answer().isDone()
                && !question.answer().isCancelled();
    }

    /** Returns the model and what it said; only for one that {@link #isAnswered}. */
    Answer answer() {
        if (question == null) {
            throw new IllegalStateException("No model has been asked about offset " + pending.offset());
        }
        try {
            return new Answer.Predicted(
                    question.model(),
                    question.onNewLearningTopic(),
                    question.answer().join());
        } catch (CompletionException e) {
            return new Answer.Failed(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Waits for the answer, whatever it is; returns at once when no model has been asked. */
    void await(Duration atMost) throws InterruptedException {
        if (question == null) {
            return;
        }
        try {
            question.answer().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            // What came of it is read from the answer itself.
        }
    }

    boolean isAsked() {
        return question != null;
    }

    void abandon() {
        if (question != null) {
            question.answer().cancel(false);
        }
    }

    private record Question(ModelIdentity model, boolean onNewLearningTopic, CompletableFuture<Prediction> answer) {}
}
