package io.grasp.trainer.report;

import static io.grasp.trainer.ARow.aRow;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.metrics.Outcome;
import io.grasp.model.packaging.Lineage;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.Timings;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.TaskEvaluation;
import io.grasp.trainer.finetune.EmbeddedRows;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.finetune.LogEntry;
import io.grasp.trainer.finetune.TrainingSpeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Builds the record of a training that never was; holds the defaults, so that a test names only what it is about. */
public final class ARun {
    private static final EncoderFiles ENCODER = TinyModel.encoderFiles(5);

    private List<Task> tasks = TinyModel.tasks();
    private List<String> learningTopics = List.of("fractions", "circuits");
    private List<LogEntry> history = List.of();
    private Map<String, ?> arguments = Map.of();
    private String set = "test";
    private String base = "tiny";

    private ARun() {}

    public static ARun aRun() {
        return new ARun();
    }

    public ARun of(Task... others) {
        tasks = List.of(others);
        return this;
    }

    public ARun about(String... others) {
        learningTopics = List.of(others);
        return this;
    }

    public ARun judgedOn(String other) {
        set = other;
        return this;
    }

    public ARun from(String other) {
        base = other;
        return this;
    }

    public ARun with(Map<String, ?> others) {
        arguments = others;
        return this;
    }

    /** As if the encoder had learnt for so many steps, with an evaluation every fifth. */
    public ARun withSteps(int steps) {
        List<LogEntry> entries = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            entries.add(new LogEntry(
                    step,
                    step / 10.0,
                    ordered("loss", 2.0 / step, "learning_rate", 5e-5 / step, "head_learning_rate", 1e-3 / step)));
            if (step % 5 == 0) {
                Map<String, Double> metrics = ordered("eval_macro_f1", 1 - 1.0 / step, "eval_f1_micro", 0.5);
                for (Task task : tasks) {
                    metrics.put("eval_%s_macro_f1".formatted(task.name()), 1 - 1.5 / step);
                }
                entries.add(new LogEntry(step, step / 10.0, metrics));
            }
        }
        entries.add(new LogEntry(
                steps,
                steps / 10.0,
                ordered("train_runtime", 20.0, "train_samples_per_second", 31.4, "train_steps_per_second", 3.92)));
        history = List.copyOf(entries);
        return this;
    }

    public RunRecord build() {
        List<LabeledRow> rows = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            var row = aRow().withId("i" + i)
                    .saying("what the student wrote " + i)
                    .about(learningTopics.get(i % learningTopics.size()))
                    .inSplit(i % 5 == 0 ? set : LabeledRow.TRAIN);
            for (Task task : tasks) {
                row.labeled(task.name(), labels(task, random).toArray(String[]::new));
            }
            rows.add(row.build());
        }
        Dataset parted = Dataset.of(rows, List.of());
        Dataset dataset = new Dataset(
                parted.training(),
                parted.validation(),
                parted.evaluation(),
                tasks,
                3,
                parted.conflicts(),
                parted.labelOffsets());
        Map<String, Evaluation> evaluations = Map.of(
                set,
                new Evaluation(tasks.stream()
                        .map(task -> TaskEvaluation.of(
                                task,
                                dataset.heldOut().stream()
                                        .map(row -> outcome(task, row, random))
                                        .toList()))
                        .toList()));
        FineTuned model = new FineTuned(
                ENCODER,
                TinyModel.heads(5, tasks),
                Map.of(),
                Reading.bidirectional(Pooling.MEAN, TinyModel.MAX_LENGTH),
                new EmbeddedRows(ENCODER, Reading.bidirectional(Pooling.MEAN, TinyModel.MAX_LENGTH), 8),
                history,
                new TrainingSpeed(628, 80, Duration.ofSeconds(20)));
        Timings timings = new Timings(
                Duration.ofMillis(20_500), Duration.ofMillis(1500), Duration.ofMillis(250), Duration.ofMillis(750));
        Candidate candidate = new Candidate(
                dataset, model, evaluations, TrainingArguments.defaults().with(arguments), timings, Optional.empty());
        Lineage lineage = new Lineage(
                base,
                null,
                candidate.labelRows(),
                Map.of(0, 120L, 1, 80L),
                candidate.learningTopics(),
                Instant.parse("2026-01-31T12:00:00Z"));
        return new RunRecord(candidate, lineage, new Machine(Map.of("PyTorch", "2.7.1"), 4));
    }

    private static Set<String> labels(Task task, Random random) {
        String drawn = task.labels().get(random.nextInt(task.labels().size()));
        return task.kind() == TaskKind.MULTI_LABEL && random.nextBoolean() ? Set.of() : Set.of(drawn);
    }

    /** Right three times in four. */
    private static Outcome outcome(Task task, LabeledRow row, Random random) {
        Set<String> truth = Set.copyOf(row.labelsFor(task.name()));
        Set<String> decided = random.nextInt(4) > 0 ? truth : labels(task, random);
        List<LabelScore> scores = task.labels().stream()
                .map(label -> new LabelScore(
                        label, decided.contains(label) ? 0.4 + 0.5 * random.nextDouble() : 0.3 * random.nextDouble()))
                .toList();
        return new Outcome(row.id(), row.learningTopic(), truth, decided, random.nextInt(10) == 0, scores);
    }

    private static Map<String, Double> ordered(Object... namesAndValues) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
        }
        return map;
    }
}
