package io.grasp.trainer.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.TinyModel;
import io.grasp.model.encoder.Attention;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.EncoderInput;
import io.grasp.model.text.InputLimits;
import io.grasp.trainer.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenStatesTest {
    private static final EncoderFiles ENCODER = TinyModel.encoderFiles(3);
    private static final List<EncodedInput> INPUTS = inputs("one", "two three", "four five six", "seven");

    private final Passed passed = new Passed();

    private static List<EncodedInput> inputs(String... texts) {
        List<EncodedInput> inputs = new ArrayList<>();
        try (RowTokenizer tokenizer = new RowTokenizer(ENCODER, InputLimits.windowed(TinyModel.MAX_LENGTH))) {
            for (String text : texts) {
                inputs.add(tokenizer.encode(ModelInput.ofText(text)));
            }
        }
        return inputs;
    }

    @Test
    void whatFrozenLayersMakeOfAnInputIsKeptFromOneTrainingToTheNext() {
        FrozenStates states = new FrozenStates(Long.MAX_VALUE);
        prepare(states, ENCODER, INPUTS.subList(0, 3));
        prepare(states, ENCODER, INPUTS);
        assertThat(passed.rows).containsExactly(3L, 1L);
    }

    @Test
    void anotherEncodersStatesAreComputedAnew() {
        FrozenStates states = new FrozenStates(Long.MAX_VALUE);
        prepare(states, ENCODER, INPUTS);
        prepare(states, TinyModel.encoderFiles(4), INPUTS);
        assertThat(passed.rows).containsExactly(4L, 4L);
    }

    @Test
    void whatDoesNotFitIsComputedWhenItIsReadAndIsTheSame() {
        FrozenStates roomy = new FrozenStates(Long.MAX_VALUE);
        FrozenStates tight = new FrozenStates(1);
        try (FrozenStates.Reader kept = roomy.open(ENCODER, 1, Attention.BIDIRECTIONAL)) {
            kept.prepare(INPUTS, Progress.none());
            List<EncoderInput> expected = kept.read(INPUTS);
            try (FrozenStates.Reader fresh = tight.open(ENCODER, 1, Attention.BIDIRECTIONAL)) {
                fresh.prepare(INPUTS, passed);
                List<EncoderInput> read = fresh.read(INPUTS);
                assertThat(passed.rows).isEmpty();
                assertThat(read)
                        .hasSameSizeAs(expected)
                        .allSatisfy(input -> assertThat(input.states()).isNotNull());
            }
        }
    }

    @Test
    void withoutFrozenLayersInputsAreReadAsTheyAre() {
        try (FrozenStates.Reader reader = FrozenStates.ofUsualSize().open(ENCODER, 0, Attention.BIDIRECTIONAL)) {
            reader.prepare(INPUTS, passed);
            assertThat(passed.rows).isEmpty();
            assertThat(reader.read(INPUTS))
                    .allSatisfy(input -> assertThat(input.states()).isNull());
        }
    }

    private void prepare(FrozenStates states, EncoderFiles encoder, List<EncodedInput> inputs) {
        try (FrozenStates.Reader reader = states.open(encoder, 1, Attention.BIDIRECTIONAL)) {
            reader.prepare(inputs, passed);
            assertThat(reader.read(inputs)).hasSameSizeAs(inputs);
        }
    }

    /** How many rows each call passed through the layers. */
    private static final class Passed implements Progress {
        private final List<Long> rows = new ArrayList<>();

        @Override
        public void resume(String step, long before, long total, String unit) {
            rows.add(total);
        }

        @Override
        public void advance(long units) {}

        @Override
        public void note(String note) {}

        @Override
        public void done() {}
    }
}
