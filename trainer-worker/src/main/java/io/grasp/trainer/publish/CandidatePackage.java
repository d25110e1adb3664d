package io.grasp.trainer.publish;

import io.grasp.model.packaging.Lineage;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackageWriter;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.report.HtmlReport;
import io.grasp.trainer.report.Machine;
import io.grasp.trainer.report.ModelCard;
import io.grasp.trainer.report.RunRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Writes a candidate as a model package, with its metrics, model card and report. */
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
        Lineage lineage = new Lineage(
                baseEncoder,
                candidate.parentVersion().orElse(null),
                candidate.labelRows(),
                labelOffsets,
                candidate.learningTopics(),
                now);
        RunRecord run = new RunRecord(candidate, lineage, Machine.here());
        FineTuned model = candidate.model();
        ModelPackageWriter.write(
                directory,
                model.encoder(),
                model.heads(),
                Manifest.of(model.heads(), model.reading(), lineage),
                MetricsFile.of(run),
                ModelCard.of(run),
                Optional.of(HtmlReport.of(run)));
    }
}
