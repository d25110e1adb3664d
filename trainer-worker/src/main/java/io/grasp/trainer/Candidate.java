package io.grasp.trainer;

import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.FineTuned;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trained and calibrated model, with all that a package and its model card say of it. Immutable.
 *
 * @param model with calibrated heads
 * @param evaluations by the name of the evaluation set
 * @param timings how long it took to make
 * @param parentVersion the version that it went on from; empty if it began anew
 */
public record Candidate(
        Dataset dataset,
        FineTuned model,
        Map<String, Evaluation> evaluations,
        TrainingArguments arguments,
        Timings timings,
        Optional<String> parentVersion) {
    public Candidate {
        evaluations = Collections.unmodifiableMap(new LinkedHashMap<>(evaluations));
    }

    /** The learning topics that it learnt, sorted. */
    public List<String> learningTopics() {
        return learnt().map(LabeledRow::learningTopic).distinct().sorted().toList();
    }

    /** How many rows it learnt from, those that only tuned it included. */
    public long labelRows() {
        return learnt().count();
    }

    private Stream<LabeledRow> learnt() {
        return Stream.concat(dataset.training().stream(), dataset.validation().stream());
    }
}
