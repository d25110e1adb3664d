package io.grasp.streams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.EncodedInput;
import io.grasp.streams.serving.SharedModel;
import io.grasp.streams.serving.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchShapeTest {
    @TempDir
    Path scratch;

    private SharedModel model;
    private SharedModel successor;

    @BeforeEach
    void openModels() {
        model = new SharedModel(TestModels.tiny(scratch, 1, 1));
        successor = new SharedModel(TestModels.tiny(scratch, 2, 2));
    }

    @AfterEach
    void closeModels() {
        model.release();
        successor.release();
    }

    @Test
    void theTextThatHasWaitedLongestIsAlwaysTaken() {
        List<WaitingText> waiting = texts(90, 4, 4, 4);

        assertThat(new BatchShape(100, 64, Duration.ZERO).choose(waiting)).containsExactly(waiting.get(0));
    }

    @Test
    void aBatchTakesTheLengthsNearestToTheLongestWaiting() {
        List<WaitingText> waiting = texts(10, 50, 11, 30, 9);

        assertThat(new BatchShape(33, 64, Duration.ZERO).choose(waiting))
                .extracting(WaitingText::tokens)
                .containsExactly(10, 11, 9);
    }

    @Test
    void aTextLongerThanTheBudgetStillGoesAlone() {
        assertThat(new BatchShape(16, 64, Duration.ZERO).choose(texts(128, 2)))
                .extracting(WaitingText::tokens)
                .containsExactly(128);
    }

    @Test
    void aBatchNeverMixesModelVersions() {
        List<WaitingText> waiting = new ArrayList<>(texts(8, 8));
        waiting.add(1, text(successor, 8));

        assertThat(new BatchShape(1000, 64, Duration.ZERO).choose(waiting))
                .hasSize(2)
                .allMatch(text -> text.model() == model);
    }

    @Test
    void anEssayCountsWithAllItsWindows() {
        List<WaitingText> waiting = List.of(essay(3, 20), essay(3, 20), essay(4, 20), essay(3, 20));

        assertThat(new BatchShape(120, 64, Duration.ZERO).choose(waiting)).hasSize(2);
        assertThat(new BatchShape(119, 64, Duration.ZERO).choose(waiting)).hasSize(1);
    }

    @Test
    void noShortAnswerWaitsUntilAnEssayIsRead() {
        List<WaitingText> waiting = new ArrayList<>(texts(20, 20));
        waiting.add(1, essay(2, 20));
        waiting.add(essay(5, 20));

        assertThat(new BatchShape(1000, 64, Duration.ZERO).choose(waiting))
                .extracting(WaitingText::windows)
                .containsExactly(1, 1);
        assertThat(new BatchShape(1000, 64, Duration.ZERO).choose(waiting.subList(1, 4)))
                .extracting(WaitingText::windows)
                .containsExactly(2, 5);
    }

    @Test
    void anEssayBeyondTheBudgetStillGoesAlone() {
        assertThat(new BatchShape(100, 64, Duration.ZERO).choose(List.of(essay(16, 128), essay(2, 128))))
                .extracting(WaitingText::windows)
                .containsExactly(16);
    }

    @Test
    void aBatchWithoutRoomIsRefused() {
        assertThatThrownBy(() -> new BatchShape(0, 1, Duration.ZERO)).hasMessageContaining("0 tokens");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverWaitsABatchKeepsItsBoundsAndOnlyHoldsWhatWaits(long seed) {
        Random random = new Random(seed);
        int[] lengths = random.ints(1 + random.nextInt(200), 1, 128).toArray();
        List<WaitingText> waiting = texts(lengths);
        BatchShape shape = new BatchShape(1 + random.nextInt(2048), 1 + random.nextInt(64), Duration.ZERO);

        List<WaitingText> batch = shape.choose(waiting);

        int width = batch.stream().mapToInt(WaitingText::tokens).max().orElseThrow();
        assertThat(batch.size()).isLessThanOrEqualTo(shape.maxTexts());
        assertThat(batch.size() == 1 || width * batch.size() <= shape.maxTokens())
                .isTrue();
        assertThat(batch).startsWith(waiting.get(0)).doesNotHaveDuplicates();
        assertThat(waiting).containsAll(batch);
    }

    private List<WaitingText> texts(int... lengths) {
        return Arrays.stream(lengths).mapToObj(length -> text(model, length)).toList();
    }

    private WaitingText essay(int windows, int length) {
        EncodedInput window = text(model, length).input();
        return new WaitingText(
                model,
                EncodedInput.ofWindows(Collections.nCopies(windows, window)),
                length,
                new CompletableFuture<>(),
                0);
    }

    private static WaitingText text(SharedModel model, int length) {
        int[] ids = IntStream.range(0, length).toArray();
        return new WaitingText(model, new EncodedInput(ids, new int[length]), length, new CompletableFuture<>(), 0);
    }
}
