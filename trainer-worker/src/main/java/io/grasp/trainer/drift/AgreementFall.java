package io.grasp.trainer.drift;

import io.grasp.events.Drift;
import io.grasp.events.Evaluation;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * That live decisions came to agree less with labels, beyond noise.
 *
 * @param from share that agreed before, 0 to 1
 * @param to share that agrees since
 * @param detectedAt when the label came in that showed it
 */
public record AgreementFall(String task, String learningTopic, double from, double to, Instant detectedAt) {
    /** The last one that the evaluation tells of. */
    static Optional<AgreementFall> in(Evaluation evaluation) {
        Drift drift = evaluation.getDrift();
        return drift == null
                ? Optional.empty()
                : Optional.of(new AgreementFall(
                        evaluation.getTask(),
                        evaluation.getLearningTopic(),
                        drift.getFrom(),
                        drift.getTo(),
                        drift.getDetectedAt()));
    }

    /** For people. */
    public String sentence() {
        return String.format(
                Locale.ROOT, "Agreement with labels on %s in %s fell from %.2f to %.2f", task, learningTopic, from, to);
    }
}
