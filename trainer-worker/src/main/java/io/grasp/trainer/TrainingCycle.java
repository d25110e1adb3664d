package io.grasp.trainer;

import io.grasp.events.ModelVersion;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.ModelStore;
import io.grasp.model.store.UnknownModelVersionException;
import io.grasp.trainer.gate.Decision;
import io.grasp.trainer.gate.PromotionGate;
import io.grasp.trainer.labels.LabelSnapshot;
import io.grasp.trainer.publish.ModelPublisher;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round of training, in the order in which it happens. */
final class TrainingCycle {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingCycle.class);

    private final CandidateTraining training;
    private final PromotionGate gate;
    private final ModelPublisher publisher;
    private final ModelStore store;
    private final Progress progress;

    TrainingCycle(
            CandidateTraining training,
            PromotionGate gate,
            ModelPublisher publisher,
            ModelStore store,
            Progress progress) {
        this.training = training;
        this.gate = gate;
        this.publisher = publisher;
        this.store = store;
        this.progress = progress;
    }

    /**
     * Splits, fine-tunes, calibrates and evaluates; then judges, and publishes with the judgement.
     *
     * @param champion the announcement of the version that serves
     * @return the new version's announcement
     */
    ModelVersion run(LabelSnapshot snapshot, Optional<ModelVersion> champion) {
        Candidate candidate = training.train(snapshot.rows(), snapshot.definitions());
        Decision decision =
                gate.judge(champion.flatMap(this::opponent).map(opponent -> opponent.against(candidate, progress)));
        LOG.atInfo()
                .addKeyValue("decision", decision.getClass().getSimpleName())
                .addKeyValue("reason", decision.reason())
                .log("Candidate judged");
        return publisher.publish(candidate, decision, snapshot.offsets());
    }

    /** The champion, unless the store has lost it: then nobody can serve it, and any model is better. */
    private Optional<Champion> opponent(ModelVersion champion) {
        try {
            return Optional.of(new Champion(
                    ModelPackageReader.read(store.fetch(new io.grasp.model.ModelVersion(champion.getVersion())))));
        } catch (UnknownModelVersionException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("The champion is lost; the candidate has no opponent");
            return Optional.empty();
        }
    }
}
