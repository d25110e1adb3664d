package io.grasp.trainer;

import io.grasp.events.ModelVersion;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.store.ModelStore;
import io.grasp.trainer.dataset.Conflicts;
import io.grasp.trainer.drift.AgreementFall;
import io.grasp.trainer.drift.EvaluationLog;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.gate.PromotionGate;
import io.grasp.trainer.group.ShutOutException;
import io.grasp.trainer.group.SoleWriter;
import io.grasp.trainer.group.WorkerGroup;
import io.grasp.trainer.labels.LabelLog;
import io.grasp.trainer.labels.LabelSnapshot;
import io.grasp.trainer.labels.UnusedLabels;
import io.grasp.trainer.publish.ModelHistory;
import io.grasp.trainer.publish.ModelPublisher;
import io.grasp.trainer.publish.ModelVersionLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does while it leads its group: it has the texts of erased students deleted, sets unusable records
 * aside, and trains whenever that is worth it. A run that fails is logged and tried again later. For one thread, but
 * for {@link #giveUp}.
 */
final class LeadingTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(LeadingTrainer.class);
    /** Somebody may promote another version by hand. */
    private static final Duration LOOK_UP_AFTER = Duration.ofMinutes(1);

    private static final Duration COUNT_AGAIN_AFTER = Duration.ofSeconds(1);

    private final TrainerSettings settings;
    private final WorkerGroup group;
    private final ModelStore store;
    private final FineTuner fineTuner;
    private final EncoderFiles base;
    private final Clock clock;
    private final Progress progress;
    private final ModelVersionLog versions;
    private final TrainingSchedule schedule;

    private LearntSoFar learnt = LearntSoFar.nothing();
    private Optional<UnusedLabels> unused = Optional.empty();
    private List<AgreementFall> falls = List.of();
    private Instant counted = Instant.MIN;
    private Optional<Instant> lookedUp = Optional.empty();
    private volatile @Nullable StoppableProgress running;

    LeadingTrainer(
            TrainerSettings settings,
            WorkerGroup group,
            ModelStore store,
            FineTuner fineTuner,
            EncoderFiles base,
            Clock clock,
            Progress progress) {
        this.settings = settings;
        this.group = group;
        this.store = store;
        this.fineTuner = fineTuner;
        this.base = base;
        this.clock = clock;
        this.progress = progress;
        this.versions = new ModelVersionLog(settings.kafka());
        this.schedule = new TrainingSchedule(settings.rules());
    }

    /** Another worker leads: what it does is to be looked up before this one leads again. */
    void rest() {
        lookedUp = Optional.empty();
    }

    /**
     * Does what there is to do.
     *
     * @param change what has become of the log since the last time
     * @param goesOn whether this worker still leads, and is not closing
     * @throws KafkaException if the brokers don't answer; to be tried again
     */
    void work(LabelLog log, EvaluationLog evaluations, LabelLog.Change change, BooleanSupplier goesOn) {
        falls = evaluations.falls();
        if (change != LabelLog.Change.NOTHING) {
            unused = Optional.empty();
        }
        if (change == LabelLog.Change.BEGUN_ANEW) {
            lookedUp = Optional.empty();
        }
        try {
            if (!isUpToDate()) {
                recall(log);
            }
            log.writeDeadLetters();
            forgetErased(log);
            // Counting takes its time when there are many, so while they pour in it is done now and then.
            boolean isPouring =
                    change == LabelLog.Change.MORE && clock.instant().isBefore(counted.plus(COUNT_AGAIN_AFTER));
            if (!isPouring && reasonToBegin(log).isPresent()) {
                train(log, goesOn);
            }
        } catch (ShutOutException e) {
            lookedUp = Optional.empty();
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("Thrown away what this worker did, because another one leads its group now");
        }
    }

    /** Ends a training that runs at its next step. May be called from any thread. */
    void giveUp() {
        StoppableProgress training = running;
        if (training != null) {
            training.stop();
        }
    }

    private Optional<String> reasonToBegin(LabelLog log) {
        Instant now = clock.instant();
        if (unused.isEmpty()) {
            unused = Optional.of(log.unused(learnt.usedOffsets(), learnt.known()));
            counted = now;
        }
        return unused.flatMap(labels -> schedule.reasonToBegin(labels, falls, log.offsets(), now));
    }

    /** Learns from the announcements what was used already, by whomever, so that nothing is trained anew. */
    private void recall(LabelLog log) {
        ModelHistory history = versions.read(settings.modelName());
        Optional<Instant> trained = history.lastTrained().map(ModelVersion::getCreatedAt);
        Map<Integer, Long> used = log.stillValid(history.usedLabelOffsets(), trained.orElse(Instant.MIN));
        LearntSoFar now = learnt.updated(history, used, store);
        if (!now.equals(learnt) || lookedUp.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue(
                            "champion",
                            now.champion().map(ModelVersion::getVersion).orElse("none"))
                    .addKeyValue("usedOffsets", used)
                    .log("Trainer knows what was trained before");
        }
        learnt = now;
        unused = Optional.empty();
        trained.ifPresent(when -> schedule.trainedAt(when, clock.instant()));
        lookedUp = Optional.of(clock.instant());
    }

    private boolean isUpToDate() {
        return lookedUp.filter(when -> clock.instant().isBefore(when.plus(LOOK_UP_AFTER)))
                .isPresent();
    }

    private void forgetErased(LabelLog log) {
        Set<String> interactions = log.toForget();
        if (interactions.isEmpty()) {
            return;
        }
        try (SoleWriter writer = SoleWriter.open(group)) {
            writer.forget(interactions);
        }
        log.forgotten(interactions);
        LOG.atInfo()
                .addKeyValue("interactions", interactions.size())
                .log("Labels of erased students are deleted from the label log");
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a run fails with, the worker goes on
    private void train(LabelLog log, BooleanSupplier goesOn) {
        StoppableProgress stoppable = new StoppableProgress(progress);
        running = stoppable;
        // From here on a training is not worth it unless nobody has done it in the meantime.
        try (SoleWriter writer = SoleWriter.open(group)) {
            recall(log);
            Optional<String> reason = reasonToBegin(log);
            if (reason.isPresent() && goesOn.getAsBoolean()) {
                LabelSnapshot snapshot = log.snapshot(learnt.usedOffsets());
                begins(reason.get(), snapshot);
                run(snapshot, writer, stoppable);
            }
        } catch (ShutOutException | WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .addKeyValue("again", schedule.failed(clock.instant()))
                    .setCause(e)
                    .log("Training failed; it is tried again after a while");
        } finally {
            running = null;
            lookedUp = Optional.empty();
        }
    }

    private void begins(String reason, LabelSnapshot snapshot) {
        LOG.atInfo()
                .addKeyValue("reason", reason)
                .addKeyValue("rows", snapshot.rows().size())
                .addKeyValue("fresh", snapshot.fresh().size())
                .addKeyValue("corrections", snapshot.corrections())
                .addKeyValue("erased", snapshot.erased())
                .log("Training begins");
        Conflicts conflicts = Conflicts.of(snapshot.rows());
        if (!conflicts.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("texts", conflicts.texts())
                    .addKeyValue("examples", conflicts.examples())
                    .log("Interactions that say the same are labelled differently");
        }
    }

    private void run(LabelSnapshot snapshot, SoleWriter writer, StoppableProgress stoppable) {
        try {
            ModelVersion trained = cycle(writer, stoppable)
                    .run(snapshot, () -> versions.read(settings.modelName()).champion());
            schedule.ended(clock.instant());
            LOG.atInfo()
                    .addKeyValue("version", trained.getVersion())
                    .addKeyValue("status", trained.getStatus())
                    .addKeyValue("reason", trained.getReason())
                    .addKeyValue("labels", trained.getLabels())
                    .log("Training ended");
        } catch (StoppedException e) {
            LOG.atInfo()
                    .addKeyValue(
                            "checkpoint", e.checkpoint().map(Object::toString).orElse("none"))
                    .log("Training given up, because the trainer is closing or another worker leads its group now");
        } catch (NothingToLearnException e) {
            schedule.endedInVain(snapshot.offsets(), clock.instant());
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Training waits for other labels");
        }
    }

    private TrainingCycle cycle(SoleWriter writer, Progress stoppable) {
        return new TrainingCycle(
                new CandidateTraining(fineTuner, base, settings.arguments(), stoppable),
                settings.updates(),
                settings.base(),
                new PromotionGate(settings.gate(), settings.arguments().seed()),
                new ModelPublisher(
                        store, writer::announce, settings.modelName(), settings.base(), settings.worker(), clock),
                store,
                stoppable);
    }
}
