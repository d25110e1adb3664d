package io.grasp.trainer.publish;

import io.grasp.model.packaging.Lineage;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackageWriter;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.finetune.FineTuned;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a candidate as a model package, with its metrics and model card. */
public final class CandidatePackage {
    private CandidatePackage() {}

    /**
     * Writes the package.
     *
     * @param directory must not exist or be empty
     * @param labelOffsets by partition, the offset of the first label that was not used; empty if labels came from a
     *     file
     */
    public static void write(
            Path directory, Candidate candidate, String baseEncoder, Map<Integer, Long> labelOffsets, Instant now) {
        Lineage lineage =
                new Lineage(baseEncoder, null, candidate.labelRows(), labelOffsets, candidate.learningTopics(), now);
        FineTuned model = candidate.model();
        ModelPackageWriter.write(
                directory,
                model.encoder(),
                model.heads(),
                Manifest.of(model.heads(), model.pooling(), model.maxLength(), lineage),
                metrics(candidate),
                ModelCard.of(candidate, lineage));
    }

    private static Map<String, Object> metrics(Candidate candidate) {
        Map<String, Object> evaluations = new LinkedHashMap<>();
        candidate.evaluations().forEach((set, evaluation) -> evaluations.put(set, evaluation.toMap()));
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("evaluations", evaluations);
        metrics.put(
                "rows",
                Map.of(
                        "training", candidate.dataset().training().size(),
                        "validation", candidate.dataset().validation().size(),
                        "held_out", candidate.dataset().heldOut().size(),
                        "skipped_blank", candidate.dataset().skippedBlank()));
        metrics.put("arguments", candidate.arguments().toMap());
        return metrics;
    }
}
