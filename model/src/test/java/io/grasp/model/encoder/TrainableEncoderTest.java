package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainableEncoderTest {
    private static final int MAX_LENGTH = 16;

    @ParameterizedTest
    @CsvSource({"bert, 0", "roberta, 0", "distilbert, 0", "bert, 1", "roberta, 1", "distilbert, 1", "bert, 2"})
    void itsVectorsAreThoseThatAreServedWhereverItsFrozenLayersEnd(String architecture, int frozenLayers) {
        EncoderFiles files = files(architecture);
        try (SentenceEncoder served =
                new SentenceEncoder(files, Reading.bidirectional(Pooling.TEXT_MEAN, MAX_LENGTH))) {
            List<EncodedInput> tokens = List.of(
                    served.encode(new ModelInput("one", "two three four")), served.encode(ModelInput.ofText("five")));
            float[][] expected = served.embed(tokens);
            try (FrozenLayers frozen = new FrozenLayers(files, frozenLayers, Attention.BIDIRECTIONAL);
                    TrainableEncoder encoder = encoder(files, frozenLayers, tokens)) {
                assertThat(encoder.frozenLayers()).isEqualTo(frozenLayers);
                float[][] vectors = encoder.embed(inputs(frozen, frozenLayers, tokens));
                for (int row = 0; row < expected.length; row++) {
                    // half precision between frozen layers and the others
                    assertThat(vectors[row]).containsExactly(expected[row], within(frozenLayers == 0 ? 1e-5f : 5e-3f));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void whatHasLearntNothingIsWhatItWas(String architecture) {
        EncoderFiles files = files(architecture);
        try (SentenceEncoder served = new SentenceEncoder(files, Reading.bidirectional(Pooling.MEAN, MAX_LENGTH))) {
            List<EncodedInput> tokens = List.of(served.encode(ModelInput.ofText("two three")));
            try (TrainableEncoder encoder = encoder(files, 0, tokens)) {
                assertThat(encoder.snapshot().weights()).isEqualTo(files.weights());
                assertThat(encoder.trained().get("embeddings.word_embeddings.weight"))
                        .satisfies(words -> assertThat(words.getShape().get(0))
                                .isLessThan(files.config().vocabSize()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert"})
    void aTokenThatWasNotThereWhenTrainingBeganIsRefused(String architecture) {
        EncoderFiles files = files(architecture);
        try (SentenceEncoder served = new SentenceEncoder(files, Reading.bidirectional(Pooling.MEAN, MAX_LENGTH))) {
            EncodedInput known = served.encode(ModelInput.ofText("two"));
            EncodedInput unknown = served.encode(ModelInput.ofText("three four five six"));
            try (TrainableEncoder encoder = encoder(files, 0, List.of(known))) {
                assertThatThrownBy(() -> encoder.embed(List.of(new EncoderInput(unknown, null))))
                        .hasMessageContaining("a token that was not there when training began");
            }
        }
    }

    private static EncoderFiles files(String architecture) {
        return EncoderFiles.fromDirectory(Path.of("src/test/resources/huggingface", architecture));
    }

    private static TrainableEncoder encoder(EncoderFiles files, int frozenLayers, List<EncodedInput> everything) {
        TrainedParts parts = new TrainedParts(files.config().layers() - frozenLayers, frozenLayers == 0);
        return new TrainableEncoder(
                files, Reading.bidirectional(Pooling.TEXT_MEAN, MAX_LENGTH), parts, new Dropout(0.3, 0.3), everything);
    }

    private static List<EncoderInput> inputs(FrozenLayers frozen, int frozenLayers, List<EncodedInput> tokens) {
        HiddenStates[] states = frozen.pass(tokens);
        List<EncoderInput> inputs = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            inputs.add(new EncoderInput(tokens.get(i), frozenLayers == 0 ? null : states[i]));
        }
        return inputs;
    }
}
