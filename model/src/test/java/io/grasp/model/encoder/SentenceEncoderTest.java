package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceEncoderTest {
    private static final float SAME = 1e-5f;
    private static final int PAGE_BYTES = 4096;
    private static final long MEGABYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 32, 64, 128})
    void aBatchGivesWhatItsInputsGiveAlone(int length) {
        try (SentenceEncoder encoder = newEncoder(Pooling.MEAN)) {
            List<EncodedInput> batch = IntStream.rangeClosed(0, 8)
                    .mapToObj(i -> "light ".repeat(length * i / 8) + "fraction " + i)
                    .map(text -> encoder.encode(ModelInput.ofText(text)))
                    .toList();

            float[][] together = encoder.embed(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertThat(together[i]).containsExactly(encoder.embed(List.of(batch.get(i)))[0], within(SAME));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void theVectorOfALongTextIsTheMeanOfItsWindows(Pooling pooling) {
        try (SentenceEncoder encoder = newEncoder(pooling)) {
            EncodedInput essay = encoder.encode(new ModelInput("what is light", "light is a fraction ".repeat(300)));

            float[][] windows = encoder.embed(essay.windows());

            assertThat(windows.length).isGreaterThan(10);
            assertThat(encoder.embed(List.of(essay))[0]).containsExactly(columnMeans(windows), within(SAME));
        }
    }

    private static float[] columnMeans(float[][] rows) {
        float[] all = new float[rows.length * TinyModel.HIDDEN];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, all, row * TinyModel.HIDDEN, TinyModel.HIDDEN);
        }
        return meanOf(all);
    }

    @Test
    void meanPoolingLeavesPaddingOut() {
        try (SentenceEncoder encoder = newEncoder(Pooling.MEAN)) {
            List<EncodedInput> batch = encoded(encoder, "idk", "the plant makes its food from light and water");

            float[] mean = encoder.embed(batch)[0];

            assertThat(mean).containsExactly(meanOf(encoder.hiddenStates(batch)[0]), within(SAME));
        }
    }

    @Test
    void clsPoolingTakesTheFirstToken() {
        try (SentenceEncoder encoder = newEncoder(Pooling.CLS)) {
            List<EncodedInput> batch = encoded(encoder, "idk", "the plant makes its food from light and water");

            float[][] pooled = encoder.embed(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertThat(pooled[i]).containsExactly(firstOf(encoder.hiddenStates(batch)[i]), within(SAME));
            }
        }
    }

    @Test
    void textMeanPoolingLeavesContextSpecialTokensAndPaddingOut() {
        try (SentenceEncoder encoder = newEncoder(Pooling.TEXT_MEAN)) {
            List<EncodedInput> batch = pairs(encoder);

            float[][] pooled = encoder.embed(batch);

            for (int i = 0; i < batch.size(); i++) {
                float[] ofText = textOf(batch.get(i), encoder.hiddenStates(batch)[i]);
                assertThat(ofText).hasSize(2 * (i + 1) * TinyModel.HIDDEN);
                assertThat(pooled[i]).containsExactly(meanOf(ofText), within(SAME));
            }
        }
    }

    @Test
    void aTextsVectorStillDependsOnItsContext() {
        try (SentenceEncoder encoder = newEncoder(Pooling.TEXT_MEAN)) {
            float[][] pooled = encoder.embed(List.of(
                    encoder.encode(new ModelInput("why is the bulb bright", "no idea")),
                    encoder.encode(new ModelInput("what is a fraction", "no idea"))));

            assertThat(distance(pooled[0], pooled[1])).isGreaterThan(0.01);
        }
    }

    @Test
    void aBatchOfAnswersGivesTheTextMeansThatTheyHaveAlone() {
        try (SentenceEncoder encoder = newEncoder(Pooling.TEXT_MEAN)) {
            List<EncodedInput> batch = new ArrayList<>(pairs(encoder));
            batch.addAll(encoded(encoder, "", "idk", "light ".repeat(200)));

            float[][] together = encoder.embed(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertThat(together[i]).containsExactly(encoder.embed(List.of(batch.get(i)))[0], within(SAME));
            }
        }
    }

    @Test
    void theTextMeanOfATextAloneIsTheMeanWithoutItsSpecialTokens() {
        try (SentenceEncoder encoder = newEncoder(Pooling.TEXT_MEAN)) {
            List<EncodedInput> batch = encoded(encoder, "light is energy");
            float[] states = encoder.hiddenStates(batch)[0];

            assertThat(encoder.embed(batch)[0])
                    .containsExactly(
                            meanOf(Arrays.copyOfRange(states, TinyModel.HIDDEN, 4 * TinyModel.HIDDEN)), within(SAME));
        }
    }

    @Test
    void aTextWithoutTokensIsPooledOverAllTokens() {
        try (SentenceEncoder textMean = newEncoder(Pooling.TEXT_MEAN);
                SentenceEncoder mean = newEncoder(Pooling.MEAN)) {
            List<EncodedInput> blank =
                    List.of(mean.encode(new ModelInput("why", " ")), mean.encode(ModelInput.ofText("")));

            assertThat(textMean.embed(blank)).isDeepEqualTo(mean.embed(blank));
        }
    }

    @Test
    void withoutKnowledgeOfTheTextItsMeanIsOverAllTokens() {
        try (SentenceEncoder textMean = newEncoder(Pooling.TEXT_MEAN);
                SentenceEncoder mean = newEncoder(Pooling.MEAN)) {
            List<EncodedInput> idsOnly = List.of(new EncodedInput(new int[] {2, 40, 41, 3}, new int[4]));

            assertThat(textMean.embed(idsOnly)).isDeepEqualTo(mean.embed(idsOnly));
        }
    }

    @Test
    void anEmptyBatchHasNoVectors() {
        try (SentenceEncoder encoder = newEncoder(Pooling.MEAN)) {
            assertThat(encoder.embed(List.of())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void forwardPassesLeaveNothingBehindInNativeMemory(Pooling pooling) throws IOException {
        try (SentenceEncoder encoder = newEncoder(pooling)) {
            List<EncodedInput> padded =
                    encoded(encoder, "idk", "current ".repeat(40), "the bulb is bright because the circuit is closed");
            repeat(300, () -> encoder.embed(padded));
            int arrays = encoder.managedArrays();

            long least = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                long before = residentBytes();
                repeat(1_000, () -> encoder.embed(padded));
                least = Math.min(least, residentBytes() - before);
            }

            assertThat(encoder.managedArrays()).isEqualTo(arrays).isEqualTo(encoderParameters());
            // Java's heap grows when it likes, but not in every round; leaking the half megabyte of intermediates would
            assertThat(least).isLessThan(16 * MEGABYTE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void noArchitectureLeavesArraysBehindOrLetsABatchChangeAnAnswer(String architecture) {
        EncoderFiles files = EncoderFiles.fromDirectory(Path.of("src/test/resources/huggingface", architecture));
        try (SentenceEncoder encoder = new SentenceEncoder(files, Reading.bidirectional(Pooling.MEAN, 32))) {
            List<EncodedInput> batch = List.of(
                    encoder.encode(ModelInput.ofText("the bulb")),
                    encoder.encode(new ModelInput("why is there a gap", "because the current is used up")));

            float[][] together = encoder.embed(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertThat(together[i]).containsExactly(encoder.embed(List.of(batch.get(i)))[0], within(SAME));
            }
            assertThat(encoder.managedArrays())
                    .isEqualTo(files.config().parameterShapes().size());
        }
    }

    @Test
    void aClosedEncoderSaysSo() {
        SentenceEncoder encoder = newEncoder(Pooling.MEAN);
        List<EncodedInput> batch = encoded(encoder, "idk");

        encoder.close();
        encoder.close();

        assertThatThrownBy(() -> encoder.embed(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> encoded(encoder, "idk"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void inputsOfAnotherModelAreRefused() {
        try (SentenceEncoder encoder =
                new SentenceEncoder(TinyModel.encoderFiles(1), Reading.bidirectional(Pooling.MEAN, 8))) {
            assertThatThrownBy(() -> encoder.embed(List.of(new EncodedInput(new int[9], new int[9]))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("9 tokens is longer than the 8");
            assertThatThrownBy(() -> encoder.embed(List.of(new EncodedInput(new int[] {30_000}, new int[1]))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("vocabulary");
        }
    }

    @Test
    void aMaximumLengthMustSuitTheEncoder() {
        EncoderFiles files = TinyModel.encoderFiles(1);
        assertThatThrownBy(() -> new SentenceEncoder(files, Reading.bidirectional(Pooling.MEAN, 129)))
                .hasMessageContaining("128 positions");
        assertThatThrownBy(() -> new SentenceEncoder(files, Reading.bidirectional(Pooling.MEAN, 2)))
                .hasMessageContaining("at least 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void howWeightsLieChangesNothing(String architecture) {
        EncoderFiles files = EncoderFiles.fromDirectory(Path.of("src/test/resources/huggingface", architecture));
        Reading reading = Reading.bidirectional(Pooling.MEAN, 16);
        try (SentenceEncoder prepacked = new SentenceEncoder(files, reading, new Computation(0, true));
                SentenceEncoder usual = new SentenceEncoder(files, reading, new Computation(0, false))) {
            List<EncodedInput> batch = Stream.of("one", "two three four", "five six seven eight one two")
                    .map(text -> usual.encode(ModelInput.ofText(text)))
                    .toList();
            float[][] expected = usual.embed(batch);
            float[][] actual = prepacked.embed(batch);
            for (int row = 0; row < expected.length; row++) {
                assertThat(actual[row]).containsExactly(expected[row], within(1e-5f));
            }
        }
    }

    private static SentenceEncoder newEncoder(Pooling pooling) {
        return new SentenceEncoder(TinyModel.encoderFiles(1), Reading.bidirectional(pooling, TinyModel.MAX_LENGTH));
    }

    private static List<EncodedInput> encoded(SentenceEncoder encoder, String... texts) {
        List<EncodedInput> encoded = new ArrayList<>();
        for (String text : texts) {
            encoded.add(encoder.encode(ModelInput.ofText(text)));
        }
        return encoded;
    }

    /** Answers of two, four and six tokens after contexts of other lengths. */
    private static List<EncodedInput> pairs(SentenceEncoder encoder) {
        return List.of(
                encoder.encode(new ModelInput("why is the bulb bright", "no idea")),
                encoder.encode(new ModelInput("why", "no idea no idea")),
                encoder.encode(new ModelInput("light water air ".repeat(60), "no idea no idea no idea")));
    }

    private static float[] textOf(EncodedInput input, float[] states) {
        return Arrays.copyOfRange(states, input.textStart() * TinyModel.HIDDEN, input.textEnd() * TinyModel.HIDDEN);
    }

    private static double distance(float[] left, float[] right) {
        double squares = 0;
        for (int i = 0; i < left.length; i++) {
            squares += (left[i] - right[i]) * (double) (left[i] - right[i]);
        }
        return Math.sqrt(squares);
    }

    private static int encoderParameters() {
        return TinyModel.encoderFiles(1).config().parameterShapes().size();
    }

    private static float[] meanOf(float[] states) {
        float[] mean = new float[TinyModel.HIDDEN];
        int tokens = states.length / TinyModel.HIDDEN;
        for (int i = 0; i < states.length; i++) {
            mean[i % TinyModel.HIDDEN] += states[i] / tokens;
        }
        return mean;
    }

    private static float[] firstOf(float[] states) {
        return Arrays.copyOf(states, TinyModel.HIDDEN);
    }

    private static void repeat(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }

    /** The process's memory as Linux counts it; the second number of statm is in pages. */
    private static long residentBytes() throws IOException {
        System.gc();
        String statm = Files.readString(Path.of("/proc/self/statm"));
        return Long.parseLong(statm.split(" ", -1)[1]) * PAGE_BYTES;
    }
}
