package io.grasp.streams;

import static io.grasp.streams.Formats.leniently;

import io.grasp.events.Interaction;
import io.grasp.events.LabeledInteraction;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The label log beside what else is known of its students: it is keyed by interaction, state by student. What the
 * student wrote stays in the label log, and so does what cannot be read: the trainer-worker sets that aside.
 */
final class LabelsByStudent {
    private LabelsByStudent() {}

    static KStream<String, LabeledInteraction> read(StreamsBuilder builder, Topics topics) {
        Topic<String, LabeledInteraction> labels = topics.labels();
        return builder.stream(labels.name(), leniently(labels, "read-labels"))
                .flatMapValues(LabelsByStudent::readable, Named.as("drop-unreadable-labels"))
                .selectKey((interaction, label) -> label.getInteraction().getStudentId(), Named.as("key-by-student"))
                .repartition(
                        Repartitioned.with(Serdes.String(), labels.valueSerde()).withName("labels-by-student"));
    }

    private static Iterable<LabeledInteraction> readable(Decoded<LabeledInteraction> decoded) {
        return decoded instanceof Decoded.Value<LabeledInteraction> label
                ? List.of(withoutTexts(label.value()))
                : List.of();
    }

    private static LabeledInteraction withoutTexts(LabeledInteraction label) {
        Interaction silent = Interaction.newBuilder(label.getInteraction())
                .setText("")
                .setPrompt(null)
                .setReferenceAnswer(null)
                .build();
        return LabeledInteraction.newBuilder(label).setInteraction(silent).build();
    }
}
