package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.minilm.MiniLm;
import io.grasp.model.text.InputLimits;
import io.grasp.model.text.Truncation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our forward pass against ONNX Runtime's on the same published weights: a difference would be silent loss of accuracy.
 */
class MiniLmParityTest {
    private static final double TOLERANCE = 1e-4;
    private static final int MAX_LENGTH = 256;
    private static final int HIDDEN = 384;

    private static SentenceEncoder encoder;
    private static OrtEnvironment environment;
    private static OrtSession reference;

    @BeforeAll
    static void loadBoth() throws IOException, OrtException {
        encoder = new SentenceEncoder(
                MiniLm.encoderFiles(),
                Reading.bidirectional(Pooling.MEAN, InputLimits.cut(MAX_LENGTH, Truncation.CONTEXT_FIRST)));
        environment = OrtEnvironment.getEnvironment();
        try (InputStream onnx = Objects.requireNonNull(MiniLm.class.getResourceAsStream("/all-minilm-l6-v2.onnx"))) {
            reference = environment.createSession(onnx.readAllBytes());
        }
    }

    @AfterAll
    static void closeBoth() throws OrtException {
        encoder.close();
        reference.close();
    }

    @Test
    void aShortAnswerHasTheReferenceVectors() throws OrtException {
        assertParity(ModelInput.ofText("The bulb lights because the circuit is closed."));
    }

    @Test
    void anAnswerWithItsPromptHasTheReferenceVectors() throws OrtException {
        assertParity(ModelInput.answering(
                "Why does the bulb go out?", "There is a gap in the circuit.", "bc the batery is empty i think?? 😀"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 62, 126, 250})
    void textsOfEveryLengthHaveTheReferenceVectors(int words) throws OrtException {
        assertParity(ModelInput.ofText("fraction ".repeat(words)));
    }

    @Test
    void paddingInABatchChangesNoVector() throws OrtException {
        assertParity(
                ModelInput.ofText("idk"),
                ModelInput.answering("Add 1/2 and 1/3.", null, "2/5 because you add the tops and the bottoms"),
                ModelInput.ofText(""),
                ModelInput.ofText("the force is the same all the time ".repeat(12)));
    }

    @Test
    void theBatchMayBeAsLongAsTheModelReads() throws OrtException {
        assertParity(ModelInput.ofText("gravity pulls "), ModelInput.ofText("x = −5 → 2x ".repeat(80)));
    }

    private static void assertParity(ModelInput... inputs) throws OrtException {
        List<EncodedInput> batch = Arrays.stream(inputs).map(encoder::encode).toList();
        float[][] ours = encoder.hiddenStates(batch);
        float[][][] theirs = referenceStates(batch);
        for (int row = 0; row < batch.size(); row++) {
            assertThat(ours[row]).hasSize(batch.get(row).length() * HIDDEN);
            for (int i = 0; i < ours[row].length; i++) {
                assertThat(ours[row][i])
                        .as("input %d, token %d, value %d", row, i / HIDDEN, i % HIDDEN)
                        .isCloseTo(theirs[row][i / HIDDEN][i % HIDDEN], within((float) TOLERANCE));
            }
        }
    }

    private static float[][][] referenceStates(List<EncodedInput> batch) throws OrtException {
        int longest = batch.stream().mapToInt(EncodedInput::length).max().orElseThrow();
        long[][] ids =
                batch.stream().map(input -> padded(input.tokenIds(), longest)).toArray(long[][]::new);
        long[][] types =
                batch.stream().map(input -> padded(input.typeIds(), longest)).toArray(long[][]::new);
        long[][] mask = batch.stream()
                .map(input ->
                        padded(IntStream.range(0, input.length()).map(i -> 1).toArray(), longest))
                .toArray(long[][]::new);
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
                OrtSession.Result result = reference.run(
                        Map.of("input_ids", idTensor, "token_type_ids", typeTensor, "attention_mask", maskTensor))) {
            return (float[][][]) result.get(0).getValue();
        }
    }

    private static long[] padded(int[] values, int length) {
        return Arrays.stream(Arrays.copyOf(values, length)).asLongStream().toArray();
    }
}
