package io.grasp.streams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grasp.model.DecisionPath;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.streams.serving.RememberingClassifier;
import io.grasp.streams.serving.SharedModel;
import io.grasp.streams.serving.TestModels;
import io.grasp.streams.serving.TestModels.Broken;
import io.grasp.streams.serving.TestModels.Counting;
import io.grasp.streams.serving.TestModels.Gated;
import io.grasp.streams.serving.TestModels.PoisonedBy;
import io.grasp.streams.serving.TextClassifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceQueueTest {
    @TempDir
    Path scratch;

    private final InferenceQueue queue = new InferenceQueue(2, new BatchShape(2048, 64, Duration.ZERO), 512, true);

    @AfterEach
    void closeQueue() {
        queue.close();
    }

    @Test
    void everyTextGetsTheAnswerItWouldGetAlone() throws Exception {
        TextClassifier tiny = TestModels.tiny(scratch, 1, 7);
        SharedModel model = new SharedModel(tiny);
        List<ModelInput> inputs = IntStream.range(0, 200)
                .mapToObj(i -> ModelInput.ofText("answer ".repeat(1 + i % 17) + i))
                .toList();

        List<CompletableFuture<Prediction>> answers =
                inputs.stream().map(input -> queue.submit(model, input)).toList();

        for (int i = 0; i < inputs.size(); i++) {
            Prediction alone = tiny.predict(List.of(tiny.encode(inputs.get(i)))).get(0);
            assertSameDecisions(answers.get(i).get(30, TimeUnit.SECONDS), alone);
        }
        model.release();
    }

    @Test
    void textsThatWaitTogetherShareAForwardPass() throws Exception {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 7));
        Gated gated = new Gated(counting);
        SharedModel model = new SharedModel(gated);
        List<CompletableFuture<Prediction>> answers = IntStream.range(0, 66)
                .mapToObj(i -> queue.submit(model, ModelInput.ofText("a")))
                .toList();

        gated.open();

        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        assertThat(counting.texts).hasValue(66);
        assertThat(counting.passes.get()).isLessThanOrEqualTo(4);
        model.release();
    }

    @Test
    void whatWordsAloneDecideNeedsNoForwardPass() throws Exception {
        ModelInput known = ModelInput.ofText("one quarter").on("fractions");
        Counting counting = new Counting(TestModels.tinyThatExitsEarly(scratch, 1, 7, known));
        SharedModel model = new SharedModel(counting);

        Prediction early = queue.submit(model, known).get(30, TimeUnit.SECONDS);

        assertThat(early.path()).isEqualTo(DecisionPath.WORDS);
        assertThat(early.tasks()).hasSize(3);
        assertThat(counting.passes).hasValue(0);
        model.release();
    }

    @Test
    void onANewLearningTopicWordsNeverDecideAlone() throws Exception {
        ModelInput known = ModelInput.ofText("one quarter").on("fractions");
        SharedModel model = new SharedModel(TestModels.tinyThatExitsEarly(scratch, 1, 7, known));

        for (ModelInput elsewhere : List.of(known.on("circuits"), known.on(""))) {
            assertThat(queue.submit(model, elsewhere).get(30, TimeUnit.SECONDS).path())
                    .isEqualTo(DecisionPath.FULL);
        }
        model.release();
    }

    @Test
    void withoutTheCascadeAllOfTheModelDecides() throws Exception {
        ModelInput known = ModelInput.ofText("one quarter").on("fractions");
        SharedModel model = new SharedModel(TestModels.tinyThatExitsEarly(scratch, 1, 7, known));
        try (InferenceQueue whole = new InferenceQueue(1, new BatchShape(2048, 64, Duration.ZERO), 512, false)) {
            assertThat(whole.submit(model, known).get(30, TimeUnit.SECONDS).path())
                    .isEqualTo(DecisionPath.FULL);
        }
        model.release();
    }

    @Test
    void inHasteWordsAnswerWhetherOrNotTheyAreSure() throws Exception {
        ModelInput known = ModelInput.ofText("one quarter").on("fractions");
        Counting counting = new Counting(TestModels.tinyThatReadsWords(scratch, 1, 7, known));
        SharedModel model = new SharedModel(counting);

        for (ModelInput anywhere : List.of(known, known.on("circuits"), ModelInput.ofText("never seen"))) {
            Prediction hasty = queue.submitInHaste(model, anywhere).get(30, TimeUnit.SECONDS);
            assertThat(hasty.path()).isEqualTo(DecisionPath.DEGRADED);
            assertThat(hasty.tasks()).hasSize(3);
        }

        assertThat(counting.passes).hasValue(0);
        model.release();
    }

    @Test
    void inHasteAModelThatReadsNoWordsTakesItsTime() throws Exception {
        SharedModel model = new SharedModel(TestModels.tiny(scratch, 1, 7));

        Prediction answer = queue.submitInHaste(model, ModelInput.ofText("a")).get(30, TimeUnit.SECONDS);

        assertThat(answer.path()).isEqualTo(DecisionPath.FULL);
        model.release();
    }

    @Test
    void inHasteWhatIsRememberedIsAnsweredFromMemory() throws Exception {
        ModelInput known = ModelInput.ofText("one quarter").on("fractions");
        SharedModel model =
                new SharedModel(new RememberingClassifier(TestModels.tinyThatReadsWords(scratch, 1, 7, known), 10));
        Prediction first = queue.submit(model, known).get(30, TimeUnit.SECONDS);

        Prediction hasty = queue.submitInHaste(model, known).get(30, TimeUnit.SECONDS);

        assertThat(hasty).isEqualTo(first);
        model.release();
    }

    @Test
    void whoAsksWaitsWhileTheQueueIsFull() throws Exception {
        Gated gated = new Gated(TestModels.tiny(scratch, 1, 7));
        SharedModel model = new SharedModel(gated);
        try (InferenceQueue narrow = new InferenceQueue(1, new BatchShape(2048, 1, Duration.ZERO), 2, true)) {
            List<CompletableFuture<Prediction>> answers = IntStream.range(0, 3)
                    .mapToObj(i -> narrow.submit(model, ModelInput.ofText("text " + i)))
                    .toList();
            await().until(() -> narrow.waiting() == 2);

            assertThat(narrow.awaitRoom(Duration.ofMillis(1))).isFalse();

            gated.open();
            assertThat(narrow.awaitRoom(Duration.ofSeconds(30))).isTrue();
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        }
        model.release();
    }

    @Test
    void whoWaitsForRoomGetsTheOneOfTextsThatWereGivenUp() throws Exception {
        Gated gated = new Gated(TestModels.tiny(scratch, 1, 7));
        SharedModel model = new SharedModel(gated);
        try (InferenceQueue narrow = new InferenceQueue(1, new BatchShape(2048, 1, Duration.ZERO), 2, true)) {
            CompletableFuture<Prediction> first = narrow.submit(model, ModelInput.ofText("first"));
            await().until(() -> narrow.waiting() == 0);
            List<CompletableFuture<Prediction>> givenUp = IntStream.range(0, 2)
                    .mapToObj(i -> narrow.submit(model, ModelInput.ofText("given up " + i)))
                    .toList();
            CompletableFuture<Boolean> hasRoom = CompletableFuture.supplyAsync(() -> roomWithinAMinute(narrow));
            givenUp.forEach(answer -> answer.cancel(false));

            gated.open();

            assertThat(hasRoom.get(30, TimeUnit.SECONDS)).isTrue();
            first.get(30, TimeUnit.SECONDS);
        }
        model.release();
    }

    private static boolean roomWithinAMinute(InferenceQueue queue) {
        try {
            return queue.awaitRoom(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobodyWaitsAtAClosedQueue() throws Exception {
        queue.close();

        assertThat(queue.awaitRoom(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aPoisonedTextFailsAloneAndItsNeighboursAreAnswered() throws Exception {
        Gated gated = new Gated(new PoisonedBy(TestModels.tiny(scratch, 1, 7), "poison"));
        SharedModel model = new SharedModel(gated);
        CompletableFuture<Prediction> before = queue.submit(model, ModelInput.ofText("before"));
        CompletableFuture<Prediction> poisoned = queue.submit(model, ModelInput.ofText("poison"));
        CompletableFuture<Prediction> after = queue.submit(model, ModelInput.ofText("after"));

        gated.open();

        assertThat(before.get(30, TimeUnit.SECONDS).tasks()).isNotEmpty();
        assertThat(after.get(30, TimeUnit.SECONDS).tasks()).isNotEmpty();
        assertThatThrownBy(() -> poisoned.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(PoisonedTextException.class)
                .hasMessageNotContaining("poison\"");
        model.release();
    }

    @Test
    void aModelThatAnswersNothingIsNotTakenForAPoisonedTextAndTextsWaitUntilItRecovers() throws Exception {
        Broken broken = new Broken(TestModels.tiny(scratch, 1, 7));
        SharedModel model = new SharedModel(broken);

        CompletableFuture<Prediction> answer = queue.submit(model, ModelInput.ofText("hello"));

        await().until(() -> queue.trouble().isPresent());
        assertThat(queue.trouble()).hasValueSatisfying(why -> assertThat(why).contains("answers nothing"));
        assertThat(answer).isNotDone();
        broken.repair();
        assertThat(answer.get(30, TimeUnit.SECONDS).tasks()).isNotEmpty();
        assertThat(queue.trouble()).isEmpty();
        model.release();
    }

    @Test
    void aReplacedModelIsClosedOnlyAfterItsLastText() throws Exception {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 7));
        Gated gated = new Gated(counting);
        SharedModel model = new SharedModel(gated);
        CompletableFuture<Prediction> answer = queue.submit(model, ModelInput.ofText("last"));

        model.release();
        assertThat(counting.closed).isFalse();
        gated.open();

        answer.get(30, TimeUnit.SECONDS);
        await().untilTrue(counting.closed);
    }

    @Test
    void cancelledTextsAreNotComputed() throws Exception {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 7));
        Gated gated = new Gated(counting);
        SharedModel model = new SharedModel(gated);
        // Two threads are held by one text each, so the third waits in the queue.
        CompletableFuture<Prediction> first = queue.submit(model, ModelInput.ofText("first"));
        await().until(() -> queue.waiting() == 0);
        CompletableFuture<Prediction> second = queue.submit(model, ModelInput.ofText("second"));
        await().until(() -> queue.waiting() == 0);
        CompletableFuture<Prediction> third = queue.submit(model, ModelInput.ofText("third"));

        third.cancel(false);
        gated.open();

        first.get(30, TimeUnit.SECONDS);
        second.get(30, TimeUnit.SECONDS);
        await().until(() -> queue.waiting() == 0);
        model.release();
        await().untilTrue(counting.closed);
        assertThat(counting.texts).hasValue(2);
    }

    @Test
    void closingCancelsWhatStillWaits() {
        InferenceQueue closing = new InferenceQueue(1, new BatchShape(2048, 1, Duration.ZERO), 512, true);
        Gated gated = new Gated(TestModels.tiny(scratch, 1, 7));
        SharedModel model = new SharedModel(gated);
        CompletableFuture<Prediction> inTheEngine = closing.submit(model, ModelInput.ofText("in the engine"));
        await().until(() -> closing.waiting() == 0);
        CompletableFuture<Prediction> waiting = closing.submit(model, ModelInput.ofText("waits"));

        gated.open();
        closing.close();

        assertThat(inTheEngine).isCompleted();
        assertThat(waiting)
                .satisfiesAnyOf(
                        cancelled -> assertThat(cancelled).isCancelled(),
                        done -> assertThat(done).isCompleted());
        assertThat(closing.submit(model, ModelInput.ofText("too late"))).isCancelled();
        model.release();
    }

    private static void assertSameDecisions(Prediction actual, Prediction expected) {
        assertThat(actual.tasks()).hasSameSizeAs(expected.tasks());
        for (int task = 0; task < expected.tasks().size(); task++) {
            assertThat(actual.tasks().get(task).decided())
                    .isEqualTo(expected.tasks().get(task).decided());
        }
    }
}
