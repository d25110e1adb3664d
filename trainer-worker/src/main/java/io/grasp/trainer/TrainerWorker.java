package io.grasp.trainer;

import io.grasp.events.ModelVersion;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.store.ModelStore;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.gate.PromotionGate;
import io.grasp.trainer.labels.LabelLog;
import io.grasp.trainer.labels.LabelSnapshot;
import io.grasp.trainer.labels.UnusedLabels;
import io.grasp.trainer.publish.ModelHistory;
import io.grasp.trainer.publish.ModelPublisher;
import io.grasp.trainer.publish.ModelVersionLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the label log and trains whenever that is worth it. A run that fails is logged and tried again after the
 * minimum interval. {@link #run} is for one thread, {@link #close} for any.
 */
public final class TrainerWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerWorker.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final TrainerSettings settings;
    private final Clock clock;
    private final TrainingTrigger trigger;
    private final ModelVersionLog versions;
    private final TrainingCycle cycle;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private volatile @Nullable LabelLog following;

    private final Map<Integer, Long> usedOffsets = new HashMap<>();
    private final Set<String> knownLearningTopics = new HashSet<>();
    private Optional<Instant> lastRunEnded = Optional.empty();
    private Optional<Instant> dueSince = Optional.empty();

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
        this.clock = clock;
        this.trigger = new TrainingTrigger(settings.rules());
        this.versions = new ModelVersionLog(settings.kafka());
        Progress endingOnClose = new ClosableProgress(progress, closing);
        this.cycle = new TrainingCycle(
                new CandidateTraining(fineTuner, base, settings.arguments(), endingOnClose),
                new PromotionGate(settings.tolerances()),
                new ModelPublisher(
                        store, versions::write, settings.modelName(), settings.base(), settings.worker(), clock),
                store,
                endingOnClose);
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
        try (LabelLog log = new LabelLog(settings.kafka(), settings.worker())) {
            following = log;
            if (awaitLabels(log)) {
                recall();
                follow(log);
            }
        } catch (WakeupException e) {
            LOG.debug("Woken up to end", e);
        } finally {
            following = null;
            ended.countDown();
            LOG.info("Trainer ended");
        }
    }

    /** Waits until there is a label log and all of it is read. False if closed before. */
    private boolean awaitLabels(LabelLog log) {
        boolean told = false;
        while (!log.assign()) {
            if (!told) {
                LOG.info("Waiting for the label log; create the Kafka topics if nobody does");
                told = true;
            }
            if (closedWithin(Duration.ofSeconds(1))) {
                return false;
            }
        }
        while (!isClosed() && !log.isCaughtUp()) {
            log.poll(POLL);
        }
        return !isClosed();
    }

    /** Learns from the announcements what has been used already, so that a restart trains nothing anew. */
    private void recall() {
        while (!isClosed()) {
            try {
                ModelHistory history = versions.read(settings.modelName());
                usedOffsets.putAll(history.usedLabelOffsets());
                history.champion().ifPresent(champion -> knownLearningTopics.addAll(champion.getLearningTopics()));
                LOG.atInfo()
                        .addKeyValue(
                                "champion",
                                history.champion().map(ModelVersion::getVersion).orElse("none"))
                        .addKeyValue("usedOffsets", usedOffsets)
                        .log("Trainer follows the label log");
                return;
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .log("The model versions can't be read; trying again");
                closedWithin(Duration.ofSeconds(1));
            }
        }
    }

    private void follow(LabelLog log) {
        while (!isClosed()) {
            try {
                log.poll(POLL);
            } catch (RetriableException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("The label log can't be read; trying again");
                closedWithin(Duration.ofSeconds(1));
            }
            UnusedLabels unused = log.unused(usedOffsets, knownLearningTopics);
            Instant now = clock.instant();
            Optional<String> reason = trigger.due(unused, now);
            dueSince = reason.isEmpty() ? Optional.empty() : Optional.of(dueSince.orElse(now));
            if (reason.isPresent() && trigger.mayBegin(unused, lastRunEnded, dueSince.orElse(now), now)) {
                LOG.atInfo()
                        .addKeyValue("reason", reason.get())
                        .addKeyValue("unused", unused.count())
                        .log("Training begins");
                train(log.snapshot());
                lastRunEnded = Optional.of(clock.instant());
                dueSince = Optional.empty();
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a run fails with, the worker goes on
    private void train(LabelSnapshot snapshot) {
        try {
            ModelHistory history = versions.read(settings.modelName());
            ModelVersion trained = cycle.run(snapshot, history.champion());
            usedOffsets.putAll(snapshot.offsets());
            switch (trained.getStatus()) {
                case CHAMPION -> {
                    knownLearningTopics.clear();
                    knownLearningTopics.addAll(trained.getLearningTopics());
                }
                default ->
                    history.champion().ifPresent(champion -> {
                        knownLearningTopics.clear();
                        knownLearningTopics.addAll(champion.getLearningTopics());
                    });
            }
            LOG.atInfo()
                    .addKeyValue("version", trained.getVersion())
                    .addKeyValue("status", trained.getStatus())
                    .addKeyValue("reason", trained.getReason())
                    .addKeyValue("labels", trained.getLabels())
                    .log("Training ended");
        } catch (ClosedException e) {
            LOG.info("Training given up, because the trainer is closing");
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .setCause(e)
                    .log("Training failed; it is tried again after the minimum interval");
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

    /** Ends {@link #run} and waits for its end; a training that runs is given up at the next step. */
    @Override
    public void close() {
        closing.countDown();
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

    /** Ends a run between two steps. */
    static final class ClosedException extends RuntimeException {}

    /** Passes progress on until the worker closes. */
    private record ClosableProgress(Progress shown, CountDownLatch closing) implements Progress {
        @Override
        public void start(String step, long total) {
            failIfClosing();
            shown.start(step, total);
        }

        @Override
        public void advance(long units) {
            failIfClosing();
            shown.advance(units);
        }

        @Override
        public void done() {
            shown.done();
        }

        private void failIfClosing() {
            if (closing.getCount() == 0) {
                throw new ClosedException();
            }
        }
    }
}
