package io.grasp.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be dealt with: its key and value as they were, and in headers ({@code grasp.dead-letter.…},
 * UTF-8) why, and where it came from, so that it can be replayed. The arrays are not copied: nobody may change them.
 * Two dead letters are equal only if they share the arrays.
 *
 * @param key the original key, byte for byte
 * @param value the original value, byte for byte
 * @param stage what was being done
 * @param reason what was wrong, in a sentence without any student's text
 * @param origin where the record was read
 */
@SuppressWarnings("ArrayRecordComponent") // copying every bad record would buy nothing
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Stage stage, String reason, Origin origin) {
    private static final String PREFIX = "grasp.dead-letter.";
    private static final String STAGE = PREFIX + "stage";
    private static final String REASON = PREFIX + "reason";
    private static final String TOPIC = PREFIX + "topic";
    private static final String PARTITION = PREFIX + "partition";
    private static final String OFFSET = PREFIX + "offset";
    private static final String TIMESTAMP = PREFIX + "timestamp";
    private static final String APPLICATION = PREFIX + "application";

    /** New headers with everything but key and value, and the id of the application that gave up on the record. */
    public Headers toHeaders(String application) {
        return new RecordHeaders()
                .add(STAGE, utf8(stage.name()))
                .add(REASON, utf8(reason))
                .add(TOPIC, utf8(origin.topic()))
                .add(PARTITION, utf8(Integer.toString(origin.partition())))
                .add(OFFSET, utf8(Long.toString(origin.offset())))
                .add(TIMESTAMP, utf8(Long.toString(origin.timestampMillis())))
                .add(APPLICATION, utf8(application));
    }

    /**
     * Reads a record of the dead-letters topic.
     *
     * @throws IllegalArgumentException if a header is missing or is not what {@link #toHeaders} writes
     */
    public static DeadLetter from(ConsumerRecord<byte[], byte[]> letter) {
        HeaderReader headers = new HeaderReader(letter);
        return new DeadLetter(
                letter.key(),
                letter.value(),
                headers.stage(),
                headers.text(REASON),
                new Origin(
                        headers.text(TOPIC),
                        Math.toIntExact(headers.number(PARTITION, Integer.MAX_VALUE)),
                        headers.number(OFFSET, Long.MAX_VALUE),
                        headers.number(TIMESTAMP, Long.MAX_VALUE)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads our headers of one record, and says of which one when it cannot. */
    private record HeaderReader(ConsumerRecord<byte[], byte[]> letter) {

        String text(String name) {
            @Nullable Header header = letter.headers().lastHeader(name);
            if (header == null || header.value() == null) {
                throw notADeadLetter("lacks the header " + name);
            }
            return new String(header.value(), StandardCharsets.UTF_8);
        }

        long number(String name, long max) {
            String text = text(name);
            try {
                long number = Long.parseLong(text);
                if (number >= -1 && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw notADeadLetter("has no number in the header " + name);
            }
            throw notADeadLetter("has a number out of range in the header " + name);
        }

        Stage stage() {
            String name = text(STAGE);
            return Arrays.stream(Stage.values())
                    .filter(stage -> stage.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> notADeadLetter("has a stage that this version does not know in the header " + STAGE));
        }

        IllegalArgumentException notADeadLetter(String fault) {
            return new IllegalArgumentException(
                    ("Not a dead letter: the record at offset %d of partition %d of the Kafka topic %s %s. Read"
                                    + " the dead-letters topic, and let only this version or older ones write to it")
                            .formatted(letter.offset(), letter.partition(), letter.topic(), fault));
        }
    }
}
