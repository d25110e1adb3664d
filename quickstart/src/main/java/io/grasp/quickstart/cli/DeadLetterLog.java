package io.grasp.quickstart.cli;

import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.TopicScan;
import io.grasp.schemas.settings.KafkaSettings;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all dead letters there are. */
final class DeadLetterLog {
    private DeadLetterLog() {}

    /** Returns the dead letters that are there now, by the time of their records. */
    static List<DeadLetter> read(KafkaSettings kafka) {
        return new TopicScan(kafka.clientProperties())
                        .read(
                                kafka.topics().deadLetters().name(),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer())
                        .stream()
                        .map(DeadLetter::from)
                        .sorted(Comparator.comparingLong(
                                letter -> letter.origin().timestampMillis()))
                        .toList();
    }
}
