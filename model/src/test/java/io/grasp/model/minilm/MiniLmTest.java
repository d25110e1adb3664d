package io.grasp.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.encoder.EncoderFiles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MiniLmTest {
    @Test
    void everyParameterOfTheEncoderIsNamed() {
        EncoderFiles files = MiniLm.encoderFiles();

        assertThat(files.config().hiddenSize()).isEqualTo(384);
        assertThat(files.weights()).hasSize(5 + 6 * 16 + 2);
        assertThat(files.weights())
                .hasEntrySatisfying(
                        "encoder.layer.5.output.dense.weight",
                        weight -> assertThat(weight.shape()).containsExactly(384, 1536));
    }

    @Test
    void protobufFieldsOfEveryWireTypeAreRead() {
        List<String> seen = new ArrayList<>();
        byte[] message = {
            0x08,
            (byte) 0xAC,
            0x02,
            0x12,
            2,
            'h',
            'i',
            0x1A,
            3,
            1,
            (byte) 0x80,
            1,
            0x25,
            1,
            0,
            0,
            0,
            0x29,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ProtobufMessage.forEachField(ByteBuffer.wrap(message), (field, value) -> {
            switch (field) {
                case 1 -> seen.add("number " + value.integers());
                case 2 -> seen.add("text " + value.text());
                case 3 -> seen.add("packed " + value.integers());
                default -> seen.add("fixed " + field);
            }
        });

        assertThat(seen).containsExactly("number [300]", "text hi", "packed [1, 128]", "fixed 4", "fixed 5");
    }

    @Test
    void aTruncatedProtobufMessageIsRefused() {
        byte[] message = "\u0012\u0010too short".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ProtobufMessage.forEachField(ByteBuffer.wrap(message), (field, value) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends in the middle");
    }
}
