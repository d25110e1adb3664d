package io.grasp.streams.pending;

import io.grasp.model.ModelInput;
import io.grasp.schemas.Topic;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.pending.PendingRecords.Pending;
import io.grasp.streams.serving.LiveModel;
import io.grasp.streams.serving.SharedModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the live model about the records of one partition. Kafka Streams commits an offset as soon as {@code process}
 * returns, so a record is first kept in the store; its answer goes out, in arrival order, in the same transaction in
 * which it leaves the store. A crash at any point therefore loses nothing and repeats nothing. Lives on the task's
 * stream thread; closed with the task.
 *
 * @param <T> type of the records
 */
public final class OrderedAnswers<T> implements AutoCloseable {
    private final PendingRecords pending;
    private final LiveModel liveModel;
    private final InferenceQueue inference;
    private final Questions<T> questions;
    private final int capacity;
    private final Supplier<Duration> shareOfWaiting;

    private final Deque<InFlight<T>> inFlight = new ArrayDeque<>();
    private final Deque<InFlight<T>> unasked = new ArrayDeque<>();
    /** How many in flight were answered in haste. */
    private int hasty;

    private Duration waitingLeft;
    private @Nullable SharedModel model;

    /**
     * @param capacity how many records may wait for answers, or for those before them, before the source is held back;
     *     so it is when the queue is full
     * @param shareOfWaiting how long this task may hold up its thread in one poll loop
     */
    public OrderedAnswers(
            PendingRecords pending,
            LiveModel liveModel,
            InferenceQueue inference,
            Questions<T> questions,
            int capacity,
            Supplier<Duration> shareOfWaiting) {
        this.pending = pending;
        this.liveModel = liveModel;
        this.inference = inference;
        this.questions = questions;
        this.capacity = capacity;
        this.shareOfWaiting = shareOfWaiting;
        this.waitingLeft = shareOfWaiting.get();
    }

    /** Takes up what a previous life of the task left behind; it is asked about when {@link #comeRound} is called. */
    public void takeUpAgain(Topic<?, T> source) {
        pending.all().forEach(left -> queueUp(new InFlight<>(left, left.decoded(source))));
    }

    /** Keeps a record until it is answered. */
    public void add(Pending accepted, T decoded) {
        pending.add(accepted);
        queueUp(new InFlight<>(accepted, decoded));
    }

    /** To be called from time to time, between records. */
    public void comeRound() {
        waitingLeft = shareOfWaiting.get();
        askAndAnswer();
    }

    /** To be called after each record; holds the source back while inference is behind. */
    public void keepUp() {
        askAndAnswer();
        waitForRoom();
    }

    /** Lets go of the model and of answers that nobody will read; the records stay in the store. */
    @Override
    public void close() {
        inFlight.forEach(InFlight::abandon);
        if (model != null) {
            model.release();
        }
    }

    private void queueUp(InFlight<T> accepted) {
        inFlight.addLast(accepted);
        unasked.addLast(accepted);
    }

    private void askAndAnswer() {
        askAboutWhatWaits();
        forwardAnswers();
    }

    private void askAboutWhatWaits() {
        if (unasked.isEmpty()) {
            return;
        }
        SharedModel serving = adoptNewestModel(unasked.getFirst());
        if (serving == null) {
            return;
        }
        while (!unasked.isEmpty()) {
            InFlight<T> next = unasked.removeFirst();
            ModelInput input = questions.input(next.decoded());
            boolean inHaste = questions.isInHaste(hasty);
            next.asked(
                    serving,
                    input,
                    inHaste ? inference.submitInHaste(serving, input) : inference.submit(serving, input));
            if (inHaste && next.isAnswered() && next.answer().isProvisional()) {
                hasty++;
            }
        }
    }

    /** A version is adopted between two records, so "from which offset on" has one answer. */
    private @Nullable SharedModel adoptNewestModel(InFlight<T> first) {
        Optional<SharedModel> newest = liveModel.retain();
        if (newest.isEmpty()) {
            return null;
        }
        SharedModel adopted = newest.get();
        if (adopted == model) {
            adopted.release();
            return adopted;
        }
        if (model != null) {
            model.release();
        }
        model = adopted;
        questions.adopted(adopted.identity(), first.pending());
        return adopted;
    }

    private void forwardAnswers() {
        InFlight<T> oldest = inFlight.peekFirst();
        while (oldest != null && oldest.isAnswered()) {
            inFlight.removeFirst();
            pending.remove(oldest.pending());
            Answer answer = oldest.answer();
            if (answer.isProvisional()) {
                hasty--;
            }
            questions.answered(oldest.pending(), oldest.decoded(), answer);
            oldest = inFlight.peekFirst();
        }
    }

    /** Holds the source back while inference is behind, but never so long that the thread misses a poll or a commit. */
    private void waitForRoom() {
        try {
            boolean hasRoom = false;
            while (!hasRoom && !waitingLeft.isZero() && !waitingLeft.isNegative()) {
                long began = System.nanoTime();
                hasRoom = inFlight.size() < capacity ? inference.awaitRoom(waitingLeft) : oldestAnswered();
                waitingLeft = waitingLeft.minusNanos(System.nanoTime() - began);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the oldest answer and lets it go out; returns whether that is all there is to wait for. */
    private boolean oldestAnswered() throws InterruptedException {
        InFlight<T> oldest = inFlight.getFirst();
        if (!oldest.isAsked()) {
            return true;
        }
        oldest.await(waitingLeft);
        forwardAnswers();
        return false;
    }
}
