package io.grasp.streams.inference;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.streams.serving.SharedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue for all stream tasks of the process, so that batches form across partitions. A fixed number of inference
 * threads takes batches from it. Bounded by its callers, who {@link #awaitRoom wait} while it is full. Thread-safe.
 */
public final class InferenceQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceQueue.class);
    private static final ModelInput PROBE = ModelInput.ofText("probe");
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final BatchShape shape;
    private final int capacity;
    private final boolean cascade;
    private final List<Thread> threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition closing = lock.newCondition();
    private final List<WaitingText> waiting = new ArrayList<>();
    private boolean closed;
    private volatile @Nullable String trouble;

    /**
     * Starts the threads.
     *
     * @param inferenceThreads threads × intra-op threads of the engine should equal the cores
     * @param capacity how many texts may wait before {@link #awaitRoom} holds callers up; some batches of them, so that
     *     no thread has to make do with a small one
     * @param cascade whether a model may answer without its encoder where it is sure: see
     *     {@link io.grasp.streams.serving.TextClassifier#exitEarly}
     */
    public InferenceQueue(int inferenceThreads, BatchShape shape, int capacity, boolean cascade) {
        this.shape = shape;
        this.capacity = capacity;
        this.cascade = cascade;
        List<Thread> started = new ArrayList<>();
        for (int i = 1; i <= inferenceThreads; i++) {
            Thread thread = new Thread(this::work, "inference-" + i);
            thread.setDaemon(true);
            started.add(thread);
        }
        this.threads = List.copyOf(started);
        threads.forEach(Thread::start);
    }

    /**
     * Asks {@code model} about {@code input}. Tokenizes on the calling thread, computes on an inference thread, unless
     * the model may answer without. The answer fails with {@link PoisonedTextException} if the model cannot judge this
     * text, and is cancelled when the queue closes.
     *
     * @param model retained by the caller for this call, and by the queue for as long as it holds the text
     */
    public CompletableFuture<Prediction> submit(SharedModel model, ModelInput input) {
        return submit(model, input, false);
    }

    /**
     * As {@link #submit}, but answers without the encoder wherever the model can, sure or not: see
     * {@link io.grasp.streams.serving.TextClassifier#answerAtOnce}.
     */
    public CompletableFuture<Prediction> submitInHaste(SharedModel model, ModelInput input) {
        return submit(model, input, true);
    }

    private CompletableFuture<Prediction> submit(SharedModel model, ModelInput input, boolean inHaste) {
        EncodedInput encoded;
        int tokens;
        try {
            encoded = model.classifier().encode(input);
            Optional<Prediction> early =
                    cascade ? model.classifier().exitEarly(encoded, input.learningTopic()) : Optional.empty();
            if (inHaste && early.isEmpty()) {
                early = model.classifier().answerAtOnce(encoded);
            }
            if (early.isPresent()) {
                return CompletableFuture.completedFuture(early.get());
            }
            tokens = model.classifier().tokensToCompute(encoded);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new PoisonedTextException(e));
        }
        if (!model.retain()) {
            throw new IllegalStateException("Model " + model + " is already closed");
        }
        WaitingText text = new WaitingText(model, encoded, tokens, new CompletableFuture<>(), System.nanoTime());
        enqueue(text);
        return text.answer();
    }

    /** Returns why no answers come although texts wait, or empty when all is well. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * Waits until fewer texts wait for an inference thread than may.
     *
     * @return whether there is nothing to wait for any more; false if it took longer than that
     */
    public boolean awaitRoom(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (waiting.size() >= capacity && !closed && left > 0) {
                left = room.awaitNanos(left);
            }
            return waiting.size() < capacity || closed;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many texts wait for an inference thread. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the threads after their present batch and cancels what still waits. */
    @Override
    public void close() {
        List<WaitingText> abandoned;
        lock.lock();
        try {
            closed = true;
            abandoned = List.copyOf(waiting);
            waiting.clear();
            arrival.signalAll();
            room.signalAll();
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        abandoned.forEach(WaitingText::abandon);
        threads.forEach(InferenceQueue::joinUninterruptibly);
    }

    private void enqueue(WaitingText text) {
        lock.lock();
        try {
            if (!closed) {
                waiting.add(text);
                arrival.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        text.abandon();
    }

    private void work() {
        List<WaitingText> batch = takeBatch();
        while (!batch.isEmpty()) {
            predict(batch);
            batch = takeBatch();
        }
    }

    /** Waits for texts and takes a batch of them; an empty one means that this thread shall end. */
    private List<WaitingText> takeBatch() {
        lock.lock();
        try {
            dropCancelled();
            while (!closed && !isDue()) {
                if (waiting.isEmpty()) {
                    arrival.awaitUninterruptibly();
                } else {
                    arrival.awaitNanos(nanosToGather());
                }
                dropCancelled();
            }
            if (closed) {
                return List.of();
            }
            List<WaitingText> batch = shape.choose(waiting);
            Set<WaitingText> taken = Collections.newSetFromMap(new IdentityHashMap<>());
            taken.addAll(batch);
            waiting.removeIf(taken::contains);
            room.signalAll();
            if (!waiting.isEmpty()) {
                // Their own signals may have gone to this thread, which is busy now.
                arrival.signal();
            }
            return batch;
        } catch (InterruptedException e) {
            // Nobody interrupts these threads; should somebody, they end, and what waits is for the others.
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a batch is full, or its oldest text has waited long enough for others to join it. */
    private boolean isDue() {
        return !waiting.isEmpty() && (waiting.size() >= shape.maxTexts() || nanosToGather() <= 0);
    }

    private long nanosToGather() {
        return waiting.get(0).since() + shape.gather().toNanos() - System.nanoTime();
    }

    /** Nobody reads these answers any more: their stream task was closed. */
    private void dropCancelled() {
        boolean dropped = waiting.removeIf(text -> {
            boolean cancelled = text.answer().isDone();
            if (cancelled) {
                text.abandon();
            }
            return cancelled;
        });
        if (dropped) {
            room.signalAll();
        }
    }

    /** Predicts a batch; one that fails is halved until the text at fault stands alone. */
    private void predict(List<WaitingText> batch) {
        List<Prediction> predictions;
        try {
            predictions = batch.get(0)
                    .model()
                    .classifier()
                    .predict(batch.stream().map(WaitingText::input).toList());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            if (batch.size() == 1) {
                predictAlone(batch.get(0), failure);
            } else {
                int half = batch.size() / 2;
                predict(batch.subList(0, half));
                predict(batch.subList(half, batch.size()));
            }
            return;
        }
        trouble = null;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer(predictions.get(i));
        }
    }

    /** Tells a text that the model cannot judge from a model that cannot judge at all, and waits out the latter. */
    private void predictAlone(WaitingText text, Throwable firstFailure) {
        Throwable failure = firstFailure;
        while (true) {
            if (answersTheProbe(text.model())) {
                text.fail(new PoisonedTextException(failure));
                return;
            }
            trouble = "model %s answers nothing (%s)"
                    .formatted(text.model(), failure.getClass().getName());
            LOG.atError()
                    .addKeyValue("model", text.model())
                    .addKeyValue("failure", failure.getClass().getName())
                    .log("The model answers nothing; trying again");
            if (closedWithin(RETRY_PAUSE)) {
                text.abandon();
                return;
            }
            try {
                Prediction prediction =
                        text.model().classifier().predict(List.of(text.input())).get(0);
                trouble = null;
                text.answer(prediction);
                return;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError again) {
                failure = again;
            }
        }
    }

    private static boolean answersTheProbe(SharedModel model) {
        try {
            model.classifier().predict(List.of(model.classifier().encode(PROBE)));
            return true;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return false;
        }
    }

    private boolean closedWithin(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
