package io.grasp.trainer.finetune;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.EncodedInput;
import io.grasp.model.InteractionModel;
import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.model.TinyModel;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.CandidateTraining;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Conflicts;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.publish.CandidatePackage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexicalTrainingTest {
    private static final List<TaskDefinition> TASKS = List.of(
            new TaskDefinition("verdict", TaskKind.SINGLE_LABEL, List.of()),
            new TaskDefinition("signs", TaskKind.MULTI_LABEL, List.of()));

    @TempDir
    private Path directory;

    /** Answers that a word on its learning topic decides: what is right about the one is wrong about the other. */
    private static List<LabeledRow> rows(int count) {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean flows = i % 2 == 0;
            String topic = i % 3 == 0 ? "circuits" : "forces";
            boolean right = flows == topic.equals("circuits");
            rows.add(aRow().withId("i" + i)
                    .about(topic)
                    .saying("i think it " + (flows ? "flows" : "pushes") + " in case " + i)
                    .labeled("verdict", right ? "right" : "wrong")
                    .labeled("signs", flows ? new String[] {"flow"} : new String[0])
                    .build());
        }
        return rows;
    }

    private static Candidate train(List<LabeledRow> rows, boolean lexical) {
        TrainingArguments arguments =
                TrainingArguments.defaults().with(Map.of("weight_decay", 1, "abstain_below", 0, "lexical", lexical));
        return new CandidateTraining(new HeadsOnFrozenEncoder(), TinyModel.encoderFiles(5), arguments, Progress.none())
                .train(rows, TASKS);
    }

    private static double macroF1(Candidate candidate, String task) {
        Evaluation evaluation = Objects.requireNonNull(candidate.evaluations().get(Dataset.TEST));
        return evaluation.task(task).orElseThrow().overall().macroF1();
    }

    private static LexicalHead lexical(Candidate candidate, int head) {
        return candidate.model().heads().get(head).lexical().orElseThrow();
    }

    @Test
    void whatAWordMeansOnItsLearningTopicIsLearnt() {
        List<LabeledRow> rows = rows(400);

        assertThat(macroF1(train(rows, true), "verdict")).isGreaterThan(0.99);
        assertThat(macroF1(train(rows, false), "verdict")).isLessThan(0.9);
        assertThat(macroF1(train(rows, true), "signs")).isGreaterThan(0.99);
    }

    @Test
    void withoutTheLexicalPartHeadsAreThoseOfTheEncoder() {
        Candidate candidate = train(rows(120), false);

        assertThat(candidate.model().heads()).allMatch(head -> head.lexical().isEmpty());
        assertThat(train(rows(120), true).model().heads().get(0).weight())
                .isDeepEqualTo(candidate.model().heads().get(0).weight());
    }

    @Test
    void onlyWordsOfTrainingRowsThatOccurTwiceAreKept() {
        Candidate candidate = train(rows(400), true);
        int[] buckets = lexical(candidate, 0).buckets();
        List<LabeledRow> training = candidate.dataset().training();

        for (int bucket : buckets) {
            long having = training.stream()
                    .map(row -> LexicalFeatures.of(row.input()))
                    .filter(features -> has(features, bucket))
                    .count();
            assertThat(having).isGreaterThanOrEqualTo(2);
        }
    }

    private static boolean has(LexicalFeatures features, int bucket) {
        for (int i = 0; i < features.size(); i++) {
            if (features.bucket(i) == bucket) {
                return true;
            }
        }
        return false;
    }

    @Test
    void twoRunsLearnTheSameWeights() {
        LexicalHead first = lexical(train(rows(200), true), 0);
        LexicalHead second = lexical(train(rows(200), true), 0);

        assertThat(first.buckets()).isEqualTo(second.buckets());
        assertThat(first.weight()).isDeepEqualTo(second.weight());
        assertThat(first.encoderWeight()).isEqualTo(second.encoderWeight());
    }

    @Test
    void aFewRowsAreEnoughForBothPartsToCountTheSame() {
        Candidate candidate = train(rows(24), true);

        assertThat(lexical(candidate, 0).encoderWeight())
                .isEqualTo(lexical(candidate, 0).lexicalWeight());
    }

    @Test
    void theTrainerJudgesWhatServingWillAnswer() {
        Candidate candidate = train(rows(200), true);
        Path modelPackage = directory.resolve("package");
        CandidatePackage.write(modelPackage, candidate, "tiny", Map.of(), Instant.EPOCH);
        List<LabeledRow> judged = candidate.dataset().heldOut();
        List<float[]> vectors = candidate.model().vectors().of(judged, "Embedding", Progress.none());

        try (InteractionModel serving = InteractionModel.open(modelPackage)) {
            for (int i = 0; i < judged.size(); i++) {
                EncodedInput input = serving.encode(judged.get(i).input());
                LexicalFeatures features = LexicalFeatures.of(judged.get(i).input());
                assertThat(input.lexical()).isEqualTo(features);
                List<TaskPrediction> served =
                        serving.predict(List.of(input)).get(0).tasks();
                for (int task = 0; task < served.size(); task++) {
                    ClassificationHead head = candidate.model().heads().get(task);
                    assertThat(probabilities(served.get(task)))
                            .containsExactly(probabilities(head.predict(vectors.get(i), features)), within(1e-6));
                }
            }
        }
    }

    private static double[] probabilities(TaskPrediction prediction) {
        return prediction.scores().stream().mapToDouble(LabelScore::probability).toArray();
    }

    @Test
    void wordsOfValidationRowsAreLearntInTheEndWithTheMixThatTheyChose() {
        Task verdict = new Task("verdict", TaskKind.SINGLE_LABEL, List.of("right", "wrong"));
        List<LabeledRow> validation = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            validation.add(aRow().withId("v" + i)
                    .saying(i % 2 == 0 ? "truly" : "never")
                    .labeled("verdict", i % 2 == 0 ? "right" : "wrong")
                    .build());
        }
        Dataset dataset =
                new Dataset(rows(20), validation, Map.of(), List.of(verdict), 0, Conflicts.of(validation), Map.of());
        ClassificationHead wordless = new ClassificationHead(
                        verdict, new float[2][2], new float[2], Calibration.none(verdict))
                .withLexical(new LexicalHead(new int[0], new float[2][0], new float[2], 0.7f, 0.3f));

        ClassificationHead head = new LexicalTraining()
                .refit(
                        List.of(wordless),
                        Map.of("verdict", 10.0),
                        dataset,
                        TrainingArguments.defaults().regularization())
                .get(0);

        double[] logits =
                head.logits(new float[2], LexicalFeatures.of(validation.get(0).input()));
        assertThat(logits[0]).isGreaterThan(logits[1] + 0.1);
        assertThat(head.lexical().orElseThrow().encoderWeight()).isEqualTo(0.7f);
        assertThat(head.lexical().orElseThrow().lexicalWeight()).isEqualTo(0.3f);
    }
}
