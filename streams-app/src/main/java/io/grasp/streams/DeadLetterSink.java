package io.grasp.streams;

import static io.grasp.streams.Formats.to;

import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Topics;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Where dead letters go, whichever step wrote them. */
record DeadLetterSink(Topics topics, String applicationId) {
    /** @param kind names the steps */
    void write(KStream<String, DeadLetter> letters, String kind) {
        letters.process(() -> new DeadLetterProcessor(applicationId), Named.as("address-" + kind))
                .to(topics.deadLetters().name(), to(topics.deadLetters(), "write-" + kind));
    }
}
