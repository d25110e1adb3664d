package io.grasp.trainer;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.store.ModelStore;
import io.grasp.trainer.drift.EvaluationLog;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.group.Leadership;
import io.grasp.trainer.group.WorkerGroup;
import io.grasp.trainer.labels.LabelLog;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the label log, and trains while it leads its group of workers: {@link LeadingTrainer} says what that is.
 * {@link #run} is for one thread, {@link #close} for any.
 */
public final class TrainerWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerWorker.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final TrainerSettings settings;
    private final WorkerGroup group;
    private final Clock clock;
    private final LeadingTrainer leading;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private volatile @Nullable LabelLog following;

    /**
     * A worker that is yet to run.
     *
     * @param base the encoder that {@code settings} name
     */
    public TrainerWorker(
            TrainerSettings settings,
            ModelStore store,
            FineTuner fineTuner,
            EncoderFiles base,
            Clock clock,
            Progress progress) {
        this.settings = settings;
        this.group = new WorkerGroup(settings.kafka(), settings.group(), settings.modelName());
        this.clock = clock;
        this.leading = new LeadingTrainer(settings, group, store, fineTuner, base, clock, progress);
    }

    /**
     * Works until {@link #close}.
     *
     * @throws IllegalStateException if it was called before
     */
    public void run() {
        if (!runner.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("A trainer worker runs once. Make a new one");
        }
        try (LabelLog log = new LabelLog(settings.kafka(), settings.group(), settings.worker(), clock);
                EvaluationLog evaluations = new EvaluationLog(settings.kafka())) {
            following = log;
            awaitLabels(log);
            follow(log, evaluations);
        } catch (WakeupException e) {
            LOG.debug("Woken up to end", e);
        } finally {
            following = null;
            ended.countDown();
            LOG.info("Trainer ended");
        }
    }

    /** Waits until there is a label log and all of it is read, or this worker closes. */
    private void awaitLabels(LabelLog log) {
        if (!isClosed() && !patiently(log::assign)) {
            LOG.info("Waiting for the label log; create the Kafka topics if nobody does");
            while (!closedWithin(TRY_AGAIN_AFTER) && !patiently(log::assign)) {
                LOG.debug("There is no label log yet");
            }
        }
        while (!isClosed() && !patiently(log::isCaughtUp)) {
            patiently(() -> log.poll(POLL) != LabelLog.Change.NOTHING);
        }
    }

    private void follow(LabelLog log, EvaluationLog evaluations) {
        if (isClosed()) {
            return;
        }
        LOG.atInfo().addKeyValue("offsets", log.offsets()).log("Trainer follows the label log");
        try (Leadership leadership = Leadership.stand(group, settings.leaderTimeout(), leading::giveUp)) {
            BooleanSupplier goesOn = () -> leadership.isLeader() && !isClosed();
            while (!isClosed()) {
                patiently(() -> {
                    LabelLog.Change change = log.poll(POLL);
                    if (goesOn.getAsBoolean()) {
                        leading.work(log, evaluations, change, goesOn);
                    } else {
                        leading.rest();
                    }
                    return true;
                });
            }
        }
    }

    /** False also if the brokers don't answer, or refuse, after a while. */
    private boolean patiently(BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Kafka does not do what the trainer asks; trying again");
            closedWithin(TRY_AGAIN_AFTER);
            return false;
        }
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private boolean closedWithin(Duration patience) {
        try {
            return closing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return true;
        }
    }

    /**
     * Ends {@link #run} and waits for its end; a training that runs is given up at the next step, and leaves a
     * checkpoint if it has a place for one.
     */
    @Override
    public void close() {
        closing.countDown();
        leading.giveUp();
        LabelLog log = following;
        if (log != null) {
            log.wakeup();
        }
        Thread running = runner.get();
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
