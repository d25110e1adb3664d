package io.grasp.trainer;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.trainer.arguments.Abstention;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.TaskEvaluation;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import io.grasp.trainer.publish.CandidatePackage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateTrainingTest {
    private static final List<TaskDefinition> TASKS = List.of(
            new TaskDefinition("level", TaskKind.ORDINAL, List.of("low", "middle", "high")),
            new TaskDefinition("signs", TaskKind.MULTI_LABEL, List.of()));
    private static final String[] LEVELS = {"low", "middle", "high"};
    private static final String[] WORDS = {"dunno maybe", "some half of it", "because thirds are equal parts"};

    @TempDir
    private Path directory;

    /** Answers whose wording tells their labels, but for the second wording, on which they are drawn by lot. */
    private static List<LabeledRow> rows(String split, int count, long seed) {
        Random random = new Random(seed);
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int level = i % 3 == 1 ? random.nextInt(3) : i % 3;
            boolean sign = i % 3 == 1 ? random.nextBoolean() : i % 3 == 0;
            rows.add(aRow().withId(split + i)
                    .saying("%s in case %d".formatted(WORDS[i % 3], i))
                    .inSplit(split)
                    .labeled("level", LEVELS[level])
                    .labeled("signs", sign ? new String[] {"add-across"} : new String[0])
                    .build());
        }
        return rows;
    }

    private static Candidate train(List<LabeledRow> judging, Map<String, ?> arguments) {
        List<LabeledRow> rows = new ArrayList<>(rows(LabeledRow.TRAIN, 900, 1));
        rows.addAll(judging);
        return new CandidateTraining(
                        new HeadsOnFrozenEncoder(),
                        TinyModel.encoderFiles(5),
                        TrainingArguments.defaults()
                                .with(Map.of("weight_decay", 1, "lexical", false))
                                .with(arguments),
                        Progress.none())
                .train(rows, TASKS);
    }

    private static List<Calibration> calibrations(List<ClassificationHead> heads) {
        return heads.stream().map(ClassificationHead::calibration).toList();
    }

    @Test
    void calibrationSeesNoRowThatJudges() {
        Map<String, Object> precise = Map.of("abstain_precision", 0.95);
        Candidate candidate = train(rows("dev", 60, 2), precise);
        List<Calibration> calibrations = calibrations(candidate.model().heads());

        assertThat(calibrations).extracting(Calibration::temperature).doesNotContain(1.0);
        assertThat(calibrations).extracting(Calibration::abstainBelow).doesNotContain(0.0);
        assertThat(calibrations(train(rows("test", 200, 3), precise).model().heads()))
                .isEqualTo(calibrations);
    }

    @Test
    void aWantedPrecisionIsReachedWhereWhatIsUnsureIsLeftOpen() {
        Candidate usual = train(rows("dev", 600, 2), Map.of());
        Candidate precise = train(rows("dev", 600, 2), Map.of("abstain_precision", 0.95));
        for (TaskDefinition task : TASKS) {
            assertThat(onValidation(usual, task).overall().accuracyWhenDecided().orElseThrow())
                    .isLessThan(0.95);
            TaskEvaluation validation = onValidation(precise, task);
            assertThat(validation.overall().accuracyWhenDecided().orElseThrow()).isGreaterThanOrEqualTo(0.95);
            assertThat(validation.overall().abstained()).isBetween(0.2, 0.5);
        }
    }

    private static TaskEvaluation onValidation(Candidate candidate, TaskDefinition task) {
        List<LabeledRow> rows = candidate.dataset().validation();
        return Evaluation.of(
                        candidate.model().heads(),
                        rows,
                        candidate.model().vectors().of(rows, "Embedding", Progress.none()))
                .task(task.name())
                .orElseThrow();
    }

    @Test
    void whatWasFittedIsInThePackage() {
        Candidate candidate = train(rows("dev", 60, 2), Map.of("abstain_precision", 0.95));
        CandidatePackage.write(directory, candidate, "tiny", Map.of(), Instant.EPOCH);
        assertThat(calibrations(ModelPackageReader.read(directory).heads()))
                .isEqualTo(calibrations(candidate.model().heads()));
    }

    @Test
    void aPrecisionThatNoRowsShowLeavesATaskSilent() {
        Candidate candidate = train(rows("dev", 60, 2), Map.of("abstain_precision", 0.999));
        assertThat(calibrations(candidate.model().heads()))
                .extracting(Calibration::abstainBelow)
                .containsOnly(Abstention.ALWAYS);
        assertThat(candidate.evaluations().values())
                .allSatisfy(evaluation -> assertThat(evaluation.tasks())
                        .extracting(task -> task.overall().abstained())
                        .containsOnly(1.0));
        assertThat(candidate
                        .arguments()
                        .abstention()
                        .unreachedBy(candidate.model().heads()))
                .hasSize(2);
    }
}
