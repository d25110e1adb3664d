package io.grasp.schemas;

import static io.grasp.schemas.TopicPolicy.Cleanup.COMPACT;
import static io.grasp.schemas.TopicPolicy.Cleanup.COMPACT_AND_DELETE;
import static io.grasp.schemas.TopicPolicy.Cleanup.DELETE;
import static io.grasp.schemas.TopicPolicy.FOR_EVER;
import static io.grasp.schemas.TopicPolicy.Partitions.PER_STUDENT;
import static io.grasp.schemas.TopicPolicy.Partitions.SINGLE;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.ErasureRequest;
import io.grasp.events.Evaluation;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.LearnerState;
import io.grasp.events.Misconception;
import io.grasp.events.ModelActivation;
import io.grasp.events.ModelVersion;
import io.grasp.events.Recommendation;
import io.grasp.events.Resource;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Every Kafka topic of the system. Keys are strings because compaction compares bytes: the same key must be the same
 * bytes for ever, which no evolving schema promises. Keys of several parts are built with {@link CompositeKey}.
 */
public final class Topics {
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]*");
    private static final int KAFKA_MAX_NAME_LENGTH = 249;

    private static final int USUAL_BYTES = 1024 * 1024;
    private static final int WITH_LONG_TEXT_BYTES = 4 * 1024 * 1024;
    private static final int DEAD_LETTER_HEADER_BYTES = 64 * 1024;

    /**
     * The largest record of any topic: a dead letter that carries a record as large as its topic took, and headers. A
     * producer's {@code max.request.size} must not be less.
     */
    public static final int LARGEST_RECORD_BYTES = WITH_LONG_TEXT_BYTES + DEAD_LETTER_HEADER_BYTES;

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);

    private final SchemaLibrary library;
    private final Topic<String, Interaction> interactions;
    private final Topic<String, Classification> classifications;
    private final Topic<String, LearnerState> learnerState;
    private final Topic<String, Recommendation> recommendations;
    private final Topic<String, FeedbackTriggered> feedback;
    private final Topic<String, AtRiskAlert> alerts;
    private final Topic<String, LabelRequest> labelRequests;
    private final Topic<String, LabeledInteraction> labels;
    private final Topic<String, Resource> resources;
    private final Topic<String, Resource> resourceSubmissions;
    private final Topic<String, Misconception> misconceptions;
    private final Topic<String, ModelVersion> modelVersions;
    private final Topic<String, ModelActivation> modelActivations;
    private final Topic<String, Evaluation> evaluations;
    private final Topic<String, ErasureRequest> erasures;
    private final Topic<byte[], byte[]> deadLetters;

    /**
     * Topics whose records can be read if any released schema wrote them.
     *
     * @param prefix put before every name, may be empty
     */
    public Topics(String prefix) {
        this(prefix, SchemaLibrary.shipped());
    }

    /**
     * Topics whose records can be read if a schema of the library wrote them.
     *
     * @param prefix put before every name, may be empty
     * @throws IllegalArgumentException if the prefix has characters that Kafka forbids in names, or is too long
     */
    public Topics(String prefix, SchemaLibrary library) {
        this.library = library;
        Naming in = new Naming(prefix, library);
        interactions = in.topic("interactions", Interaction.class, PER_STUDENT, DELETE, WEEK, WITH_LONG_TEXT_BYTES);
        classifications = in.topic("classifications", Classification.class, PER_STUDENT, DELETE, MONTH, USUAL_BYTES);
        learnerState = in.topic("learner-state", LearnerState.class, PER_STUDENT, COMPACT, FOR_EVER, USUAL_BYTES);
        recommendations = in.topic("recommendations", Recommendation.class, PER_STUDENT, DELETE, MONTH, USUAL_BYTES);
        feedback = in.topic("feedback", FeedbackTriggered.class, PER_STUDENT, DELETE, MONTH, USUAL_BYTES);
        alerts = in.topic("alerts", AtRiskAlert.class, PER_STUDENT, DELETE, MONTH, USUAL_BYTES);
        // Carries an interaction as large as its topic takes, and says why.
        labelRequests =
                in.topic("label-requests", LabelRequest.class, PER_STUDENT, DELETE, MONTH, LARGEST_RECORD_BYTES);
        labels = in.topic("labels", LabeledInteraction.class, PER_STUDENT, COMPACT, FOR_EVER, WITH_LONG_TEXT_BYTES);
        resources = in.topic("resources", Resource.class, SINGLE, COMPACT, FOR_EVER, USUAL_BYTES);
        resourceSubmissions = in.topic("resource-submissions", Resource.class, SINGLE, DELETE, MONTH, USUAL_BYTES);
        misconceptions = in.topic("misconceptions", Misconception.class, SINGLE, COMPACT, FOR_EVER, USUAL_BYTES);
        modelVersions = in.topic("model-versions", ModelVersion.class, SINGLE, COMPACT, FOR_EVER, USUAL_BYTES);
        modelActivations =
                in.topic("model-activations", ModelActivation.class, SINGLE, COMPACT_AND_DELETE, YEAR, USUAL_BYTES);
        evaluations = in.topic("evaluations", Evaluation.class, SINGLE, COMPACT, FOR_EVER, USUAL_BYTES);
        erasures = in.topic("erasures", ErasureRequest.class, PER_STUDENT, DELETE, YEAR, USUAL_BYTES);
        deadLetters = new Topic<>(
                in.name("dead-letters"),
                Serdes.ByteArray(),
                Serdes.ByteArray(),
                new TopicPolicy(PER_STUDENT, DELETE, YEAR, LARGEST_RECORD_BYTES));
    }

    /** What students wrote; by student id. */
    public Topic<String, Interaction> interactions() {
        return interactions;
    }

    /** What the model found in it; by student id. */
    public Topic<String, Classification> classifications() {
        return classifications;
    }

    /** What is known about a student in a learning topic; by student id and learning topic. */
    public Topic<String, LearnerState> learnerState() {
        return learnerState;
    }

    /** What a student should see next; by student id. */
    public Topic<String, Recommendation> recommendations() {
        return recommendations;
    }

    /** What a student should read at once; by student id. */
    public Topic<String, FeedbackTriggered> feedback() {
        return feedback;
    }

    /** Who may need a person's help; by student id. */
    public Topic<String, AtRiskAlert> alerts() {
        return alerts;
    }

    /** What a teacher should label; by interaction id. */
    public Topic<String, LabelRequest> labelRequests() {
        return labelRequests;
    }

    /** What teachers labelled, the data set of all training; by interaction id. */
    public Topic<String, LabeledInteraction> labels() {
        return labels;
    }

    /** Learning resources that can be recommended; by resource id. */
    public Topic<String, Resource> resources() {
        return resources;
    }

    /** Learning resources that are yet to be tagged; by resource id. */
    public Topic<String, Resource> resourceSubmissions() {
        return resourceSubmissions;
    }

    /** Known misconceptions and what helps against them; by misconception id. */
    public Topic<String, Misconception> misconceptions() {
        return misconceptions;
    }

    /** Every model version and what it may do; by model name and version. */
    public Topic<String, ModelVersion> modelVersions() {
        return modelVersions;
    }

    /** From where on which model version classified; by application id and partition. */
    public Topic<String, ModelActivation> modelActivations() {
        return modelActivations;
    }

    /** How live decisions agree with labels; by task, learning topic and model version. */
    public Topic<String, Evaluation> evaluations() {
        return evaluations;
    }

    /** Who is to be erased; by student id. */
    public Topic<String, ErasureRequest> erasures() {
        return erasures;
    }

    /** Records that could not be dealt with, see {@link DeadLetter}; by their original key. */
    public Topic<byte[], byte[]> deadLetters() {
        return deadLetters;
    }

    /** A serde of state that is on no topic of its own, but outlives the program that wrote it as topics do. */
    public <V extends SpecificRecord> Serde<V> stateSerde(Class<V> type) {
        return AvroSerdes.of(type, library);
    }

    public List<Topic<?, ?>> all() {
        return List.of(
                interactions,
                classifications,
                learnerState,
                recommendations,
                feedback,
                alerts,
                labelRequests,
                labels,
                resources,
                resourceSubmissions,
                misconceptions,
                modelVersions,
                modelActivations,
                evaluations,
                erasures,
                deadLetters);
    }

    /** What all topics of one system have in common. */
    private record Naming(String prefix, SchemaLibrary library) {
        Naming {
            if (!LEGAL.matcher(prefix).matches()) {
                throw new IllegalArgumentException(
                        "The topic prefix '%s' is not possible: Kafka allows only a-z, A-Z, 0-9, '.', '_' and '-'"
                                .formatted(prefix));
            }
        }

        <V extends SpecificRecord> Topic<String, V> topic(
                String name,
                Class<V> type,
                TopicPolicy.Partitions partitions,
                TopicPolicy.Cleanup cleanup,
                Duration retention,
                int maxMessageBytes) {
            return new Topic<>(
                    name(name),
                    Serdes.String(),
                    AvroSerdes.of(type, library),
                    new TopicPolicy(partitions, cleanup, retention, maxMessageBytes));
        }

        String name(String name) {
            String full = prefix + name;
            if (full.length() > KAFKA_MAX_NAME_LENGTH) {
                throw new IllegalArgumentException(
                        "The topic prefix '%s' is too long: Kafka allows names of %d characters, %s would have %d"
                                .formatted(prefix, KAFKA_MAX_NAME_LENGTH, name, full.length()));
            }
            return full;
        }
    }
}
