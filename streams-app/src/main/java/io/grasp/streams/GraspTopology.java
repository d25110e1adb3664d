package io.grasp.streams;

import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import io.grasp.streams.classify.ClassifyStep;
import io.grasp.streams.classify.Outcome;
import io.grasp.streams.classify.Outcome.Activated;
import io.grasp.streams.classify.Outcome.Classified;
import io.grasp.streams.decide.DecideStep;
import io.grasp.streams.decide.Decision;
import io.grasp.streams.decide.Decision.Alerted;
import io.grasp.streams.decide.Decision.FeedbackGiven;
import io.grasp.streams.decide.Decision.Recommended;
import io.grasp.streams.decide.Decision.StateChanged;
import io.grasp.streams.decide.Evidence;
import io.grasp.streams.request.LabelRequestStep;
import io.grasp.streams.tag.TagOutcome;
import io.grasp.streams.tag.TagOutcome.Tagged;
import io.grasp.streams.tag.TagStep;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The whole stream, top to bottom.
 *
 * <pre>
 * interactions ─▶ classify ─┬─▶ classifications ─▶ decide ─┬─▶ feedback
 *                           ├─▶ model-activations          ├─▶ recommendations
 *                           ├─▶ label-requests             ├─▶ alerts
 *                           └─▶ dead-letters               ├─▶ learner-state
 *                labels by student, erasures ─▶ decide       └─▶ dead-letters
 *                  misconceptions, resources ─▶ decide
 *
 * resource-submissions ─▶ tag ─┬─▶ resources
 *                              └─▶ dead-letters
 * </pre>
 */
public final class GraspTopology implements Supplier<Topology> {
    private final Topics topics;
    private final String applicationId;
    private final ClassifyStep classify;
    private final LabelRequestStep requestLabels;
    private final DecideStep decide;
    private final TagStep tag;

    public GraspTopology(
            Topics topics,
            String applicationId,
            ClassifyStep classify,
            LabelRequestStep requestLabels,
            DecideStep decide,
            TagStep tag) {
        this.topics = topics;
        this.applicationId = applicationId;
        this.classify = classify;
        this.requestLabels = requestLabels;
        this.decide = decide;
        this.tag = tag;
    }

    @Override
    public Topology get() {
        StreamsBuilder builder = new StreamsBuilder();
        decide.readCatalogs(builder);

        builder.stream(topics.interactions().name(), asBytes("read-interactions"))
                .process(classify, Named.as("classify"))
                .split(Named.as("classify-"))
                .branch(
                        (key, outcome) -> outcome instanceof Classified,
                        Branched.withConsumer(this::writeClassified, "classified"))
                .branch(
                        (key, outcome) -> outcome instanceof Activated,
                        Branched.withConsumer(this::writeActivations, "activated"))
                .defaultBranch(Branched.withConsumer(this::setAsideUnclassified, "rejected"));

        classified(builder)
                .merge(labelled(builder), Named.as("with-labels"))
                .merge(erased(builder), Named.as("with-erasures"))
                .process(decide, Named.as("decide"))
                .split(Named.as("decide-"))
                .branch(
                        (key, decision) -> decision instanceof FeedbackGiven,
                        Branched.withConsumer(this::writeFeedback, "feedback"))
                .branch(
                        (key, decision) -> decision instanceof Recommended,
                        Branched.withConsumer(this::writeRecommendations, "recommended"))
                .branch(
                        (key, decision) -> decision instanceof Alerted,
                        Branched.withConsumer(this::writeAlerts, "alerted"))
                .branch(
                        (key, decision) -> decision instanceof StateChanged,
                        Branched.withConsumer(this::writeLearnerStates, "state"))
                .defaultBranch(Branched.withConsumer(this::setAsideUndecided, "rejected"));

        builder.stream(topics.resourceSubmissions().name(), asBytes("read-submissions"))
                .process(tag, Named.as("tag"))
                .split(Named.as("tag-"))
                .branch(
                        (key, outcome) -> outcome instanceof Tagged,
                        Branched.withConsumer(this::writeTaggedResources, "tagged"))
                .defaultBranch(Branched.withConsumer(this::setAsideUntagged, "rejected"));

        return builder.build();
    }

    private KStream<String, Evidence> classified(StreamsBuilder builder) {
        return builder.stream(
                        topics.classifications().name(), leniently(topics.classifications(), "read-classifications"))
                .filter((student, decoded) -> decoded != null, Named.as("drop-tombstones"))
                .mapValues(Evidence::ofClassification, Named.as("of-classification"));
    }

    private KStream<String, Evidence> labelled(StreamsBuilder builder) {
        return LabelsByStudent.read(builder, topics).mapValues(Evidence.Labelled::new, Named.as("of-label"));
    }

    private KStream<String, Evidence> erased(StreamsBuilder builder) {
        return builder.stream(topics.erasures().name(), leniently(topics.erasures(), "read-erasures"))
                .filter((student, decoded) -> decoded != null, Named.as("drop-erasure-tombstones"))
                .mapValues(Evidence::ofErasure, Named.as("of-erasure"));
    }

    private void writeClassified(KStream<String, Outcome> outcomes) {
        outcomes.mapValues(outcome -> ((Classified) outcome).classification(), Named.as("take-classification"))
                .to(topics.classifications().name(), to(topics.classifications(), "write-classifications"));
        outcomes.process(requestLabels, Named.as("request-labels"))
                .to(topics.labelRequests().name(), to(topics.labelRequests(), "write-label-requests"));
    }

    private void writeActivations(KStream<String, Outcome> outcomes) {
        outcomes.mapValues(outcome -> ((Activated) outcome).activation(), Named.as("take-activation"))
                .to(topics.modelActivations().name(), to(topics.modelActivations(), "write-model-activations"));
    }

    private void setAsideUnclassified(KStream<String, Outcome> outcomes) {
        setAside(
                outcomes.mapValues(outcome -> ((Outcome.Rejected) outcome).letter(), Named.as("take-unclassified")),
                "unclassified");
    }

    private void writeFeedback(KStream<String, Decision> decisions) {
        decisions
                .mapValues(decision -> ((FeedbackGiven) decision).feedback(), Named.as("take-feedback"))
                .to(topics.feedback().name(), to(topics.feedback(), "write-feedback"));
    }

    private void writeRecommendations(KStream<String, Decision> decisions) {
        decisions
                .mapValues(decision -> ((Recommended) decision).recommendation(), Named.as("take-recommendation"))
                .to(topics.recommendations().name(), to(topics.recommendations(), "write-recommendations"));
    }

    private void writeAlerts(KStream<String, Decision> decisions) {
        decisions
                .mapValues(decision -> ((Alerted) decision).alert(), Named.as("take-alert"))
                .to(topics.alerts().name(), to(topics.alerts(), "write-alerts"));
    }

    private void writeLearnerStates(KStream<String, Decision> decisions) {
        decisions
                .mapValues(decision -> ((StateChanged) decision).state(), Named.as("take-state"))
                .to(
                        topics.learnerState().name(),
                        to(topics.learnerState(), "write-learner-state")
                                .withStreamPartitioner(besideTheStudentsOtherRecords()));
    }

    private void setAsideUndecided(KStream<String, Decision> decisions) {
        setAside(
                decisions.mapValues(decision -> ((Decision.Rejected) decision).letter(), Named.as("take-undecided")),
                "undecided");
    }

    private void writeTaggedResources(KStream<String, TagOutcome> outcomes) {
        outcomes.mapValues(outcome -> ((Tagged) outcome).resource(), Named.as("take-resource"))
                .to(topics.resources().name(), to(topics.resources(), "write-resources"));
    }

    private void setAsideUntagged(KStream<String, TagOutcome> outcomes) {
        setAside(
                outcomes.mapValues(outcome -> ((TagOutcome.Rejected) outcome).letter(), Named.as("take-untagged")),
                "untagged");
    }

    private void setAside(KStream<String, DeadLetter> letters, String kind) {
        letters.process(() -> new DeadLetterProcessor(applicationId), Named.as("address-" + kind))
                .to(topics.deadLetters().name(), to(topics.deadLetters(), "write-" + kind));
    }

    /** Learner state is keyed by student and learning topic, but stays on the partition of its student. */
    private static <V> StreamPartitioner<String, V> besideTheStudentsOtherRecords() {
        return (topic, key, value, partitions) -> {
            byte[] student = CompositeKey.parts(key).get(0).getBytes(StandardCharsets.UTF_8);
            return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(student)) % partitions));
        };
    }

    private static Consumed<byte[], byte[]> asBytes(String step) {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(step);
    }

    private static <K, V> Consumed<K, Decoded<V>> leniently(Topic<K, V> topic, String step) {
        return Consumed.with(topic.keySerde(), Decoded.serde(topic.valueSerde()))
                .withName(step);
    }

    private static <K, V> Produced<K, V> to(Topic<K, V> topic, String step) {
        return Produced.with(topic.keySerde(), topic.valueSerde()).withName(step);
    }
}
