package io.grasp.trainer;

import io.grasp.events.ModelVersion;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.packaging.UnreadablePackageException;
import io.grasp.model.store.ModelStore;
import io.grasp.model.store.UnknownModelVersionException;
import io.grasp.trainer.gate.Decision;
import io.grasp.trainer.gate.Opposition;
import io.grasp.trainer.gate.PromotionGate;
import io.grasp.trainer.labels.LabelSnapshot;
import io.grasp.trainer.publish.ModelPublisher;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of training, in the order in which it happens. */
final class TrainingCycle {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingCycle.class);

    private final CandidateTraining training;
    private final UpdateRules updates;
    private final String baseEncoder;
    private final PromotionGate gate;
    private final ModelPublisher publisher;
    private final ModelStore store;
    private final Progress progress;

    /**
     * A round yet to be run.
     *
     * @param baseEncoder the name of what {@code training} begins anew with
     */
    TrainingCycle(
            CandidateTraining training,
            UpdateRules updates,
            String baseEncoder,
            PromotionGate gate,
            ModelPublisher publisher,
            ModelStore store,
            Progress progress) {
        this.training = training;
        this.updates = updates;
        this.baseEncoder = baseEncoder;
        this.gate = gate;
        this.publisher = publisher;
        this.store = store;
        this.progress = progress;
    }

    /**
     * Splits, fine-tunes, calibrates and evaluates; then judges, and publishes with the judgement.
     *
     * @param champion gives the announcement of the version that serves; asked after the training, during which
     *     somebody may have promoted or rolled back
     * @return the new version's announcement
     */
    ModelVersion run(LabelSnapshot snapshot, Supplier<Optional<ModelVersion>> champion) {
        Candidate candidate = candidate(snapshot, champion);
        Decision decision = gate.judge(opposition(candidate, champion.get()));
        LOG.atInfo()
                .addKeyValue("decision", decision.getClass().getSimpleName())
                .addKeyValue("reason", decision.reason())
                .addKeyValue("comparedWith", decision.comparedWith().orElse("none"))
                .log("Candidate judged");
        return publisher.publish(candidate, decision, snapshot.offsets());
    }

    /** Goes on from the champion if little is fresh and that can be; else begins anew. */
    private Candidate candidate(LabelSnapshot snapshot, Supplier<Optional<ModelVersion>> champion) {
        boolean mayGoOn = training.canGoOn()
                && updates.isUpdate(snapshot.fresh().size(), snapshot.rows().size());
        Optional<Champion> parent = mayGoOn ? champion.get().flatMap(this::readable) : Optional.empty();
        Optional<Champion> fitting = parent.filter(training::canGoOnFrom)
                .filter(known ->
                        known.files().manifest().lineage().baseEncoder().equals(baseEncoder));
        LOG.atInfo()
                .addKeyValue("from", fitting.map(Champion::version).orElse(baseEncoder))
                .addKeyValue("fresh", snapshot.fresh().size())
                .addKeyValue("rows", snapshot.rows().size())
                .log("Round of training");
        return fitting.map(known -> training.update(known, snapshot, updates))
                .orElseGet(() -> training.train(snapshot.rows(), snapshot.definitions(), snapshot.offsets()));
    }

    private Optional<Champion> readable(ModelVersion announced) {
        try {
            return Optional.of(read(announced));
        } catch (UnknownModelVersionException | UnreadablePackageException e) {
            LOG.atWarn()
                    .addKeyValue("champion", announced.getVersion())
                    .addKeyValue("reason", e.getMessage())
                    .log("The champion can't be gone on from; training begins anew");
            return Optional.empty();
        }
    }

    private Opposition opposition(Candidate candidate, Optional<ModelVersion> announced) {
        if (announced.isEmpty()) {
            return new Opposition.NoChampion();
        }
        String version = announced.get().getVersion();
        Opposition unmet;
        try {
            return read(announced.get()).against(candidate, progress);
        } catch (UnknownModelVersionException e) {
            unmet = new Opposition.Unservable(version, sentence(e));
        } catch (UnreadablePackageException e) {
            unmet = e.isDamage()
                    ? new Opposition.Unservable(version, sentence(e))
                    : new Opposition.OutOfReach(version, sentence(e));
        }
        LOG.atWarn()
                .addKeyValue("champion", version)
                .addKeyValue("problem", unmet)
                .log("The candidate can't be compared with the champion");
        return unmet;
    }

    /** The package that was announced, and no other in its place. */
    private Champion read(ModelVersion announced) {
        String version = announced.getVersion();
        ModelPackage files = ModelPackageReader.read(store.fetch(new io.grasp.model.ModelVersion(version)));
        if (!files.checksum().equals(announced.getChecksum())) {
            throw new UnreadablePackageException(files.directory(), "it is another one than was announced");
        }
        return new Champion(version, files);
    }

    private static String sentence(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
