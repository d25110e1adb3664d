package io.grasp.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
    private static final byte[] KEY = {1, 2};
    private static final byte[] VALUE = {(byte) 0xFF, 0};
    private static final Origin ORIGIN = new Origin("school.interactions", 3, 1L << 40, 1_700_000_000_123L);

    @ParameterizedTest
    @EnumSource(Stage.class)
    void aDeadLetterIsReadAsItWasWritten(Stage stage) {
        DeadLetter letter = new DeadLetter(KEY, VALUE, stage, "Die Frage ist länger als erlaubt → gekürzt", ORIGIN);

        assertThat(DeadLetter.from(sent(letter))).isEqualTo(letter);
    }

    @Test
    void keyAndValueMayBeNull() {
        DeadLetter letter = new DeadLetter(null, null, Stage.VALIDATE, "Has no value", ORIGIN);

        assertThat(DeadLetter.from(sent(letter))).isEqualTo(letter);
    }

    @Test
    void theHeadersArePlainTextForOtherTools() {
        Headers headers = new DeadLetter(KEY, VALUE, Stage.DECODE, "Cut off", ORIGIN).toHeaders("grasp-streams");

        assertThat(headers)
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly(
                        "grasp.dead-letter.stage=DECODE",
                        "grasp.dead-letter.reason=Cut off",
                        "grasp.dead-letter.topic=school.interactions",
                        "grasp.dead-letter.partition=3",
                        "grasp.dead-letter.offset=1099511627776",
                        "grasp.dead-letter.timestamp=1700000000123",
                        "grasp.dead-letter.application=grasp-streams");
    }

    @Test
    void aRecordWithoutTheHeadersIsRefusedByItsPlace() {
        assertThatThrownBy(() -> DeadLetter.from(record(KEY, VALUE, new RecordHeaders())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset 9 of partition 0 of the Kafka topic dead-letters")
                .hasMessageContaining("lacks the header grasp.dead-letter.stage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "three", "-2", "2147483648"})
    void anImpossiblePartitionIsRefused(String partition) {
        Headers headers = new DeadLetter(KEY, VALUE, Stage.DECODE, "Cut off", ORIGIN).toHeaders("grasp-streams");
        headers.remove("grasp.dead-letter.partition");
        headers.add("grasp.dead-letter.partition", partition.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> DeadLetter.from(record(KEY, VALUE, headers)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grasp.dead-letter.partition");
    }

    @Test
    void aStageOfALaterVersionIsRefused() {
        Headers headers = new DeadLetter(KEY, VALUE, Stage.DECODE, "Cut off", ORIGIN).toHeaders("grasp-streams");
        headers.remove("grasp.dead-letter.stage");
        headers.add("grasp.dead-letter.stage", "MOURN".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> DeadLetter.from(record(KEY, VALUE, headers)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage");
    }

    private static ConsumerRecord<byte[], byte[]> sent(DeadLetter letter) {
        return record(letter.key(), letter.value(), letter.toHeaders("grasp-streams"));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                "dead-letters", 0, 9, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
    }
}
