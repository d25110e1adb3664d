package io.grasp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackageWriter;
import io.grasp.model.packaging.UnreadablePackageException;
import io.grasp.model.text.InputLimits;
import io.grasp.model.text.Truncation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionModelTest {
    private static final int THREADS = 8;

    @TempDir
    static Path scratch;

    private static InteractionModel model;

    @BeforeAll
    static void open() {
        model = InteractionModel.open(TinyModel.writePackage(scratch.resolve("model"), 1, TinyModel.tasks()));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void oneForwardPassAnswersEveryTask() {
        List<Prediction> predictions = model.predict(inputs(2));

        assertThat(predictions)
                .hasSize(2)
                .allSatisfy(prediction -> assertThat(prediction.tasks().stream().map(TaskPrediction::task))
                        .containsExactlyElementsOf(TinyModel.tasks()));
        assertThat(model.tasks()).isEqualTo(TinyModel.tasks());
        assertThat(model.maxLength()).isEqualTo(TinyModel.MAX_LENGTH);
        assertThat(model.checksum()).matches("[0-9a-f]{64}");
    }

    @Test
    void anAnswerDoesNotDependOnItsNeighbours() {
        List<EncodedInput> batch = inputs(12);

        List<Prediction> together = model.predict(batch);

        for (int i = 0; i < batch.size(); i++) {
            double[] alone = probabilities(model.predict(List.of(batch.get(i))).get(0));
            assertThat(probabilities(together.get(i))).containsExactly(alone, within(1e-5));
        }
    }

    @Test
    void differentModelsAnswerDifferently() {
        Path other = TinyModel.writePackage(scratch.resolve("other"), 2, TinyModel.tasks());
        try (InteractionModel otherModel = InteractionModel.open(other)) {
            List<EncodedInput> batch = inputs(1);
            assertThat(otherModel.predict(batch)).isNotEqualTo(model.predict(batch));
            assertThat(otherModel.checksum()).isNotEqualTo(model.checksum());
        }
    }

    @Test
    void anEmptyBatchHasNoPredictions() {
        assertThat(model.predict(List.of())).isEmpty();
    }

    @Test
    void manyThreadsGetWhatOneGets() throws InterruptedException, ExecutionException {
        List<EncodedInput> batch = inputs(6);
        List<Prediction> expected = model.predict(batch);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Prediction>>> answers = IntStream.range(0, THREADS * 25)
                    .mapToObj(i -> threads.submit(() -> model.predict(batch)))
                    .toList();
            for (Future<List<Prediction>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingWaitsForRunningPredictionsAndLaterOnesAreToldSo() throws InterruptedException {
        InteractionModel closing = InteractionModel.open(scratch.resolve("model"));
        List<EncodedInput> batch = inputs(6);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<List<Prediction>>> answers = IntStream.range(0, THREADS * 25)
                .mapToObj(i -> threads.submit(() -> closing.predict(batch)))
                .toList();
        closing.close();
        closing.close();
        threads.shutdown();

        List<Throwable> failures = new ArrayList<>();
        for (Future<List<Prediction>> answer : answers) {
            try {
                assertThat(answer.get()).hasSize(6);
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("closed"));
        assertThatThrownBy(() -> closing.predict(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> closing.encode(ModelInput.ofText("idk")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void wordsAndLearningTopicCountWhereHeadsReadThem() {
        ModelInput input = ModelInput.ofText("it flows back").on("circuits.current");
        Path directory = TinyModel.writeLexicalPackage(scratch.resolve("lexical"), 1, TinyModel.tasks(), input);
        try (InteractionModel reading = InteractionModel.open(directory)) {
            double[] onTopic = probabilities(
                    reading.predict(List.of(reading.encode(input))).get(0));
            double[] elsewhere = probabilities(
                    reading.predict(List.of(reading.encode(input.on("rivers")))).get(0));
            double[] without =
                    probabilities(model.predict(List.of(model.encode(input))).get(0));

            assertThat(onTopic).isNotEqualTo(elsewhere).isNotEqualTo(without);
            assertThat(model.encode(input)).isEqualTo(model.encode(input.on("rivers")));
        }
    }

    @Test
    void aSignAtTheEndOfALongEssayCounts() {
        String essay = "the current flows around and is the same ".repeat(60);
        ModelInput plain = ModelInput.answering("Why is the bulb bright?", null, essay);
        ModelInput signed = ModelInput.answering("Why is the bulb bright?", null, essay + "no, it is used up");

        assertThat(model.encode(signed).windows()).hasSizeGreaterThan(4);
        assertThat(distance(plain, signed)).isGreaterThan(1e-4);
    }

    @Test
    void aLongEssayDoesNotDependOnItsNeighboursOrTheirOrder() {
        List<EncodedInput> batch = new ArrayList<>(inputs(6));
        batch.add(2, model.encode(ModelInput.ofText("light and water ".repeat(500))));
        batch.add(5, model.encode(ModelInput.answering("Why?", "So.", "the bulb is bright ".repeat(90))));
        List<EncodedInput> reversed = new ArrayList<>(batch);
        Collections.reverse(reversed);

        List<Prediction> together = model.predict(batch);
        List<Prediction> otherOrder = model.predict(reversed);

        for (int i = 0; i < batch.size(); i++) {
            double[] alone = probabilities(model.predict(List.of(batch.get(i))).get(0));
            assertThat(probabilities(together.get(i))).containsExactly(alone, within(1e-5));
            assertThat(probabilities(otherOrder.get(batch.size() - 1 - i))).containsExactly(alone, within(1e-5));
        }
    }

    @Test
    void aTextThatFitsIsAnsweredToTheBitAsByAModelThatCuts() {
        List<ClassificationHead> heads = TinyModel.heads(1, TinyModel.tasks());
        Path directory = scratch.resolve("cutting");
        Manifest cutting = Manifest.of(
                heads,
                Reading.bidirectional(Pooling.MEAN, InputLimits.cut(TinyModel.MAX_LENGTH, Truncation.CONTEXT_FIRST)),
                model.manifest().lineage());
        ModelPackageWriter.write(directory, TinyModel.encoderFiles(1), heads, cutting, Map.of(), "# Card");
        try (InteractionModel cut = InteractionModel.open(directory)) {
            List<EncodedInput> batch = inputs(12);
            assertThat(model.predict(batch)).isEqualTo(cut.predict(batch));

            ModelInput essay = ModelInput.ofText("light and water ".repeat(500));
            assertThat(cut.encode(essay).windows()).hasSize(1);
            assertThat(model.encode(essay).windows()).hasSize(InputLimits.USUAL_WINDOWS);
        }
    }

    private static double distance(ModelInput left, ModelInput right) {
        double[] one = probabilities(model.predict(List.of(model.encode(left))).get(0));
        double[] other =
                probabilities(model.predict(List.of(model.encode(right))).get(0));
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElseThrow();
    }

    @Test
    void whatIsNoPackageIsNotOpened() {
        assertThatThrownBy(() -> InteractionModel.open(scratch.resolve("nowhere")))
                .isInstanceOf(UnreadablePackageException.class)
                .hasMessageContaining("no such directory");
    }

    private static List<EncodedInput> inputs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ModelInput.answering(
                        "Why is the bulb bright?", null, "the current " + i + " flows ".repeat(i * 3)))
                .map(model::encode)
                .toList();
    }

    private static double[] probabilities(Prediction prediction) {
        return prediction.tasks().stream()
                .flatMap(task -> task.scores().stream())
                .mapToDouble(LabelScore::probability)
                .toArray();
    }
}
