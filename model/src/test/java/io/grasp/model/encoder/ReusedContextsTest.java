package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.text.InputLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReusedContextsTest {
    private static final int MAX_LENGTH = 16;
    private static final Reading READING =
            new Reading(Attention.TEXT_TO_CONTEXT, Pooling.TEXT_MEAN, InputLimits.windowed(MAX_LENGTH));
    private static final Computation TOGETHER = new Computation(0, true);
    private static final Computation AMPLE = new Computation(1 << 20, true);
    /** Keys and values of some tokens in two layers. */
    private static final Computation OF_ONE_CONTEXT = new Computation(4096, true);

    private static final List<ModelInput> INPUTS = List.of(
            new ModelInput("one", "two three four"),
            new ModelInput("one", "five"),
            new ModelInput("two three one four", "six seven eight"),
            new ModelInput("two three one four", "one"),
            new ModelInput("five six", "two ".repeat(40)),
            new ModelInput("five six", ""),
            ModelInput.ofText("three four"),
            ModelInput.ofText(""),
            new ModelInput("one", "two three four"));

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void aTextAfterARememberedContextIsReadAsIfBothWereReadTogether(String architecture) {
        EncoderFiles files = files(architecture);
        try (SentenceEncoder together = new SentenceEncoder(files, READING, TOGETHER);
                SentenceEncoder apart = new SentenceEncoder(files, READING, AMPLE)) {
            List<EncodedInput> tokens = INPUTS.stream().map(together::encode).toList();
            float[][] expected = together.embed(tokens);

            assertClose(apart.embed(tokens), expected);
            assertClose(apart.embed(tokens), expected);
            for (int i = 0; i < tokens.size(); i++) {
                assertClose(apart.embed(List.of(tokens.get(i))), new float[][] {expected[i]});
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void whatTrainingReadsIsWhatIsServed(String architecture) {
        EncoderFiles files = files(architecture);
        int layers = files.config().layers();
        try (SentenceEncoder served = new SentenceEncoder(files, READING, AMPLE)) {
            List<EncodedInput> tokens = INPUTS.stream()
                    .map(served::encode)
                    .filter(input -> input.windows().size() == 1)
                    .toList();
            float[][] expected = served.embed(tokens);
            try (FrozenLayers frozen = new FrozenLayers(files, 1, READING.attention());
                    TrainableEncoder learning = new TrainableEncoder(
                            files, READING, new TrainedParts(layers - 1, false), Dropout.NONE, tokens)) {
                HiddenStates[] states = frozen.pass(tokens);
                float[][] vectors = learning.embed(IntStream.range(0, states.length)
                        .mapToObj(i -> new EncoderInput(tokens.get(i), states[i]))
                        .toList());
                for (int row = 0; row < expected.length; row++) {
                    // half precision between frozen layers and the others
                    assertThat(vectors[row]).containsExactly(expected[row], within(5e-3f));
                }
            }
        }
    }

    @Test
    void aTextCostsItsOwnTokensAndNotThoseOfItsContext() {
        EncoderFiles files = files("bert");
        try (SentenceEncoder together = new SentenceEncoder(files, READING, TOGETHER);
                SentenceEncoder apart = new SentenceEncoder(files, READING, AMPLE)) {
            EncodedInput shortOne = apart.encode(new ModelInput("one", "five"));
            EncodedInput longOne = apart.encode(new ModelInput("one two three four five six", "five"));
            assertThat(apart.tokensToCompute(longOne)).isEqualTo(apart.tokensToCompute(shortOne));
            assertThat(together.tokensToCompute(longOne)).isGreaterThan(together.tokensToCompute(shortOne));
        }
    }

    @Test
    void whatDoesNotFitIsForgottenAndReadAnewWithTheSameResult() {
        EncoderFiles files = files("bert");
        try (SentenceEncoder together = new SentenceEncoder(files, READING, TOGETHER);
                SentenceEncoder apart = new SentenceEncoder(files, READING, OF_ONE_CONTEXT)) {
            List<EncodedInput> tokens = INPUTS.stream().map(together::encode).toList();
            float[][] expected = together.embed(tokens);
            for (int round = 0; round < 20; round++) {
                assertClose(apart.embed(tokens), expected);
            }
            try (SentenceEncoder remembersAll = new SentenceEncoder(files, READING, AMPLE)) {
                remembersAll.embed(tokens);
                assertThat(apart.managedArrays()).isLessThan(remembersAll.managedArrays());
            }
        }
    }

    @Test
    void threadsThatForgetAndReadTheSameContextsDoNotDisturbEachOther() throws Exception {
        EncoderFiles files = files("bert");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SentenceEncoder together = new SentenceEncoder(files, READING, TOGETHER);
                SentenceEncoder apart = new SentenceEncoder(files, READING, OF_ONE_CONTEXT)) {
            List<EncodedInput> tokens = INPUTS.stream().map(together::encode).toList();
            float[][] expected = together.embed(tokens);
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                runs.add(threads.submit(() -> {
                    for (int round = 0; round < 25; round++) {
                        assertClose(apart.embed(tokens), expected);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static EncoderFiles files(String architecture) {
        return EncoderFiles.fromDirectory(Path.of("src/test/resources/huggingface", architecture));
    }

    private static void assertClose(float[][] actual, float[][] expected) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int row = 0; row < expected.length; row++) {
            assertThat(actual[row]).containsExactly(expected[row], within(1e-5f));
        }
    }
}
