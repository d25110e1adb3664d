package io.grasp.schemas;

import static io.grasp.schemas.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Interaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class DecodedTest {
    private static final Topic<String, Interaction> TOPIC = new Topics("").interactions();

    private final Serde<Decoded<Interaction>> serde = Decoded.serde(TOPIC.valueSerde());

    @Test
    void aValidRecordIsAValue() {
        Decoded<Interaction> value = new Decoded.Value<>(anInteraction().build());

        byte[] bytes = serde.serializer().serialize("interactions", value);

        assertThat(serde.deserializer().deserialize("interactions", bytes)).isEqualTo(value);
        assertThat(serde.deserializer().deserialize("interactions", new RecordHeaders(), bytes))
                .isEqualTo(value);
        assertThat(Decoded.decode(TOPIC, bytes)).isEqualTo(value);
    }

    @Test
    void aBadRecordIsItsBytesAndAReasonAndIsWrittenAsItWas() {
        byte[] bad = "not avro".getBytes(StandardCharsets.UTF_8);

        Decoded<Interaction> decoded = serde.deserializer().deserialize("interactions", bad);

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Undecodable.class, undecodable -> {
            assertThat(undecodable.bytes()).isEqualTo(bad);
            assertThat(undecodable.reason()).contains("single-object encoding").doesNotContain("not avro");
        });
        assertThat(serde.serializer().serialize("interactions", decoded)).isEqualTo(bad);
        assertThat(serde.serializer().serialize("interactions", new RecordHeaders(), decoded))
                .isEqualTo(bad);
    }

    @Test
    void aTombstoneStaysNull() {
        assertThat(serde.deserializer().deserialize("interactions", null)).isNull();
        assertThat(serde.serializer().serialize("interactions", null)).isNull();
    }

    @Test
    void aRecordWithoutAValueIsUndecodableWhereOneIsNeeded() {
        assertThat(Decoded.decode(TOPIC, null))
                .isInstanceOfSatisfying(
                        Decoded.Undecodable.class,
                        undecodable -> assertThat(undecodable.reason()).contains("no value"));
    }

    @Test
    void whatAForeignDeserializerThrowsIsNotQuoted() {
        Deserializer<String> foreign = (topic, bytes) -> {
            throw new IllegalStateException("my secret: " + Arrays.toString(bytes));
        };

        assertThat(Decoded.deserializer(foreign).deserialize("interactions", new byte[] {1}))
                .isInstanceOfSatisfying(
                        Decoded.Undecodable.class,
                        undecodable -> assertThat(undecodable.reason())
                                .contains("IllegalStateException")
                                .doesNotContain("secret"));
    }
}
