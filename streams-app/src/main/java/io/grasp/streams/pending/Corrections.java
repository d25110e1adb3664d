package io.grasp.streams.pending;

import io.grasp.model.ModelInput;
import io.grasp.schemas.Topic;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.pending.PendingRecords.Pending;
import io.grasp.streams.serving.LiveModel;
import io.grasp.streams.serving.SharedModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the live model about records of one partition whose answers were provisional, when inference has little else to
 * do. A record leaves the store in the same transaction in which its correction goes out, in the order of arrival, so a
 * crash at any point loses none and repeats none. Lives on the task's stream thread; closed with the task.
 *
 * @param <T> type of the records
 */
public final class Corrections<T> implements AutoCloseable {
    /** So few that a text which comes now waits for hardly more than the batch that is being computed. */
    private static final int LITTLE_TO_DO = 32;

    private static final int AT_ONCE = 64;

    private final PendingRecords uncorrected;
    private final Topic<?, T> source;
    private final LiveModel liveModel;
    private final InferenceQueue inference;
    private final Function<T, ModelInput> question;
    private final Corrected<T> corrected;

    private final Deque<InFlight<T>> inFlight = new ArrayDeque<>();
    private int waiting;
    private long askFrom;

    /**
     * Takes up what a previous life of the task left behind.
     *
     * @param uncorrected may be many
     * @param question what the model reads of a record
     */
    public Corrections(
            PendingRecords uncorrected,
            Topic<?, T> source,
            LiveModel liveModel,
            InferenceQueue inference,
            Function<T, ModelInput> question,
            Corrected<T> corrected) {
        this.uncorrected = uncorrected;
        this.source = source;
        this.liveModel = liveModel;
        this.inference = inference;
        this.question = question;
        this.corrected = corrected;
        this.waiting = uncorrected.count();
    }

    /**
     * Told of each correction, on the task's stream thread.
     *
     * @param <T> type of the records
     */
    @FunctionalInterface
    public interface Corrected<T> {
        /** Once, since the record leaves the store in the transaction that this is called in. */
        void corrected(Pending pending, T record, Answer answer);
    }

    /** Keeps a record, which came after all those before, until it is corrected. */
    public void add(Pending answered) {
        uncorrected.add(answered);
        waiting++;
    }

    /** Returns how many records wait for their corrections. */
    public int waiting() {
        return waiting;
    }

    /** To be called from time to time, and after each record. */
    public void comeRound() {
        if (waiting > 0) {
            forwardAnswers();
            askAboutMore();
        }
    }

    /** Lets go of answers that nobody will read; the records stay in the store. */
    @Override
    public void close() {
        inFlight.forEach(InFlight::abandon);
    }

    private void forwardAnswers() {
        InFlight<T> oldest = inFlight.peekFirst();
        while (oldest != null && oldest.isAnswered()) {
            inFlight.removeFirst();
            uncorrected.remove(oldest.pending());
            waiting--;
            corrected.corrected(oldest.pending(), oldest.decoded(), oldest.answer());
            oldest = inFlight.peekFirst();
        }
    }

    private void askAboutMore() {
        int unasked = waiting - inFlight.size();
        int room = Math.min(AT_ONCE - inFlight.size(), LITTLE_TO_DO - inference.waiting());
        if (unasked == 0 || room <= 0) {
            return;
        }
        Optional<SharedModel> serving = liveModel.retain();
        if (serving.isEmpty()) {
            return;
        }
        try {
            ask(serving.get(), uncorrected.from(askFrom, room));
        } finally {
            serving.get().release();
        }
    }

    private void ask(SharedModel serving, List<Pending> next) {
        for (Pending pending : next) {
            T record = pending.decoded(source);
            ModelInput input = question.apply(record);
            InFlight<T> correction = new InFlight<>(pending, record);
            correction.asked(serving, input, inference.submit(serving, input));
            inFlight.addLast(correction);
            askFrom = pending.offset() + 1;
        }
    }
}
