package io.grasp.streams;

import static io.grasp.streams.Formats.leniently;
import static io.grasp.streams.Formats.to;

import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topics;
import io.grasp.streams.catalog.CatalogReader;
import io.grasp.streams.decide.DecideStep;
import io.grasp.streams.decide.Decision;
import io.grasp.streams.decide.Decision.Alerted;
import io.grasp.streams.decide.Decision.FeedbackGiven;
import io.grasp.streams.decide.Decision.Recommended;
import io.grasp.streams.decide.Decision.StateChanged;
import io.grasp.streams.decide.Evidence;
import io.grasp.streams.evaluate.EvaluateStep;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** The half of the stream that needs no model: alone, it rebuilds all state from topics, with no inference. */
public final class DecisionTopology implements Supplier<Topology> {
    private final Topics topics;
    private final CatalogReader catalog;
    private final DecideStep decide;
    private final EvaluateStep evaluate;
    private final DeadLetterSink deadLetters;

    public DecisionTopology(
            Topics topics, String applicationId, CatalogReader catalog, DecideStep decide, EvaluateStep evaluate) {
        this.topics = topics;
        this.catalog = catalog;
        this.decide = decide;
        this.evaluate = evaluate;
        this.deadLetters = new DeadLetterSink(topics, applicationId);
    }

    /** This half alone. */
    @Override
    public Topology get() {
        StreamsBuilder builder = new StreamsBuilder();
        catalog.addTo(builder);
        addTo(builder);
        return builder.build();
    }

    /** Adds this half to a topology. */
    void addTo(StreamsBuilder builder) {
        KStream<String, Evidence> evidence = classified(builder)
                .merge(labelled(builder), Named.as("with-labels"))
                .merge(erased(builder), Named.as("with-erasures"));
        evidence.process(decide, Named.as("decide"))
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
        evaluate.evaluations(evidence).to(topics.evaluations().name(), to(topics.evaluations(), "write-evaluations"));
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
        deadLetters.write(
                decisions.mapValues(decision -> ((Decision.Rejected) decision).letter(), Named.as("take-undecided")),
                "undecided");
    }

    /** Learner state is keyed by student and learning topic, but stays on the partition of its student. */
    private static <V> StreamPartitioner<String, V> besideTheStudentsOtherRecords() {
        return (topic, key, value, partitions) -> {
            byte[] student = CompositeKey.parts(key).get(0).getBytes(StandardCharsets.UTF_8);
            return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(student)) % partitions));
        };
    }
}
