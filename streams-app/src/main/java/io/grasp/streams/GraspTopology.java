package io.grasp.streams;

import static io.grasp.streams.Formats.asBytes;
import static io.grasp.streams.Formats.to;

import io.grasp.schemas.Topics;
import io.grasp.streams.catalog.CatalogReader;
import io.grasp.streams.classify.ClassifyStep;
import io.grasp.streams.classify.Outcome;
import io.grasp.streams.classify.Outcome.Activated;
import io.grasp.streams.classify.Outcome.Classified;
import io.grasp.streams.decide.DecideStep;
import io.grasp.streams.evaluate.EvaluateStep;
import io.grasp.streams.request.LabelRequestStep;
import io.grasp.streams.tag.TagOutcome;
import io.grasp.streams.tag.TagOutcome.Tagged;
import io.grasp.streams.tag.TagStep;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

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
 *
 * classifications, labels by student, erasures ─▶ compare ─▶ evaluate ─▶ evaluations
 * </pre>
 */
public final class GraspTopology implements Supplier<Topology> {
    private final Topics topics;
    private final ClassifyStep classify;
    private final LabelRequestStep requestLabels;
    private final CatalogReader catalog;
    private final DecisionTopology decisions;
    private final DeadLetterSink deadLetters;
    private final TagStep tag;

    public GraspTopology(
            Topics topics,
            String applicationId,
            CatalogReader catalog,
            ClassifyStep classify,
            LabelRequestStep requestLabels,
            DecideStep decide,
            EvaluateStep evaluate,
            TagStep tag) {
        this.topics = topics;
        this.classify = classify;
        this.requestLabels = requestLabels;
        this.catalog = catalog;
        this.decisions = new DecisionTopology(topics, applicationId, catalog, decide, evaluate);
        this.deadLetters = new DeadLetterSink(topics, applicationId);
        this.tag = tag;
    }

    @Override
    public Topology get() {
        StreamsBuilder builder = new StreamsBuilder();
        catalog.addTo(builder);

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

        decisions.addTo(builder);

        builder.stream(topics.resourceSubmissions().name(), asBytes("read-submissions"))
                .process(tag, Named.as("tag"))
                .split(Named.as("tag-"))
                .branch(
                        (key, outcome) -> outcome instanceof Tagged,
                        Branched.withConsumer(this::writeTaggedResources, "tagged"))
                .defaultBranch(Branched.withConsumer(this::setAsideUntagged, "rejected"));

        return builder.build();
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
        deadLetters.write(
                outcomes.mapValues(outcome -> ((Outcome.Rejected) outcome).letter(), Named.as("take-unclassified")),
                "unclassified");
    }

    private void writeTaggedResources(KStream<String, TagOutcome> outcomes) {
        outcomes.mapValues(outcome -> ((Tagged) outcome).resource(), Named.as("take-resource"))
                .to(topics.resources().name(), to(topics.resources(), "write-resources"));
    }

    private void setAsideUntagged(KStream<String, TagOutcome> outcomes) {
        deadLetters.write(
                outcomes.mapValues(outcome -> ((TagOutcome.Rejected) outcome).letter(), Named.as("take-untagged")),
                "untagged");
    }
}
