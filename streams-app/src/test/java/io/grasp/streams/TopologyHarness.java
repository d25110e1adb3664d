package io.grasp.streams;

import static org.awaitility.Awaitility.await;

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
import io.grasp.events.Recommendation;
import io.grasp.events.Resource;
import io.grasp.learner.alert.AlertRulesFile;
import io.grasp.learner.knowledge.KnowledgeModel;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import io.grasp.streams.catalog.Catalog;
import io.grasp.streams.catalog.CatalogReader;
import io.grasp.streams.classify.ClassifySettings;
import io.grasp.streams.classify.ClassifyStep;
import io.grasp.streams.decide.DecideSettings;
import io.grasp.streams.decide.DecideStep;
import io.grasp.streams.degrade.DegradeSettings;
import io.grasp.streams.degrade.Overload;
import io.grasp.streams.evaluate.EvaluateSettings;
import io.grasp.streams.evaluate.EvaluateStep;
import io.grasp.streams.inference.BatchShape;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.request.LabelRequestSettings;
import io.grasp.streams.request.LabelRequestStep;
import io.grasp.streams.serving.LiveModel;
import io.grasp.streams.serving.TextClassifier;
import io.grasp.streams.tag.TagStep;
import io.grasp.streams.tag.TaggingSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology on Kafka Streams' test driver, with a real inference queue. */
public final class TopologyHarness implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-03-02T12:00:05Z");
    public static final EvaluateSettings EVALUATE = new EvaluateSettings(Duration.ofDays(30), 40, 0.05);
    public static final DegradeSettings DEGRADE = new DegradeSettings(100, 8);
    static final String APPLICATION = "grasp-streams";
    private static final List<String> CONTENT_TASKS = List.of("subject", "difficulty", "learning-objective");

    private final Topics topics = new Topics("");
    private final LiveModel live = new LiveModel();
    private final InferenceQueue inference = new InferenceQueue(2, new BatchShape(2048, 64, Duration.ZERO), 512, true);
    private final LabelRequestSettings labelRequests;
    private final TopologyTestDriver driver;
    private final List<Classification> classified = new ArrayList<>();
    private final List<DeadLetter> setAside = new ArrayList<>();
    private final List<Resource> tagged = new ArrayList<>();
    private Instant now = NOW;
    private long lag;

    public TopologyHarness(Path stateDirectory) {
        this(stateDirectory, 256);
    }

    public TopologyHarness(Path stateDirectory, int pendingCapacity) {
        this(stateDirectory, pendingCapacity, new LabelRequestSettings(50, 20, 0.2, 0, 0.2));
    }

    public TopologyHarness(Path stateDirectory, LabelRequestSettings labelRequests) {
        this(stateDirectory, 256, labelRequests);
    }

    private TopologyHarness(Path stateDirectory, int pendingCapacity, LabelRequestSettings labelRequests) {
        this.labelRequests = labelRequests;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(topology(pendingCapacity), properties, NOW);
    }

    Topology topology(int pendingCapacity) {
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        Catalog catalog = new Catalog();
        return new GraspTopology(
                        topics,
                        APPLICATION,
                        new CatalogReader(topics, catalog),
                        new ClassifyStep(
                                topics,
                                new ClassifySettings(pendingCapacity, 1_000, Duration.ofHours(1)),
                                live,
                                inference,
                                new Overload(DEGRADE, () -> lag, clock),
                                Duration.ofSeconds(20),
                                clock),
                        new LabelRequestStep(labelRequests, CONTENT_TASKS, 1),
                        new DecideStep(
                                topics,
                                new DecideSettings(
                                        Duration.ofHours(1),
                                        Duration.ofDays(7),
                                        3,
                                        0,
                                        2,
                                        KnowledgeModel.withoutFit(),
                                        AlertRulesFile.shipped()),
                                catalog,
                                clock),
                        new EvaluateStep(topics, EVALUATE, clock),
                        new TagStep(topics, new TaggingSettings(CONTENT_TASKS), catalog, live, inference))
                .get();
    }

    /** Sets the app's clock, which stands still. */
    public void itIs(Instant instant) {
        now = instant;
    }

    /** Says how many interactions wait to be read; none if nobody says so. */
    public void lags(long interactions) {
        lag = interactions;
    }

    public void serves(TextClassifier model) {
        live.replaceWith(model);
    }

    public void receives(AnInteraction interaction) {
        receives(interaction.build());
    }

    public void receives(Interaction interaction) {
        receivesBytes(
                interaction.getStudentId(),
                topics.interactions().valueSerde().serializer().serialize("interactions", interaction),
                interaction.getOccurredAt());
    }

    public void receivesBytes(@Nullable String key, byte @Nullable [] value) {
        receivesBytes(key, value, AnInteraction.NOON);
    }

    private void receivesBytes(@Nullable String key, byte @Nullable [] value, Instant timestamp) {
        driver.createInputTopic("interactions", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        new TestRecord<>(key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, timestamp));
    }

    public void receives(AClassification classification) {
        Classification event = classification.build();
        send(topics.classifications(), event.getStudentId(), event);
    }

    public void receivesUndecodableClassification(String key, byte[] value) {
        driver.createInputTopic("classifications", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    public void receives(ALabel label) {
        LabeledInteraction event = label.build();
        send(topics.labels(), event.getInteractionId(), event);
    }

    public void receives(ErasureRequest request) {
        send(topics.erasures(), request.getStudentId(), request);
    }

    public void publishes(Misconception misconception) {
        send(topics.misconceptions(), misconception.getMisconceptionId(), misconception);
    }

    public void publishes(Resource resource) {
        send(topics.resources(), resource.getResourceId(), resource);
    }

    public void submits(Resource resource) {
        send(topics.resourceSubmissions(), resource.getResourceId(), resource);
    }

    public void submitsBytes(String key, byte @Nullable [] value) {
        driver.createInputTopic("resource-submissions", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** What the app wrote to {@code resources}, once so much has come. */
    public List<Resource> tagged(int count) {
        until(() -> {
            tagged.addAll(read(topics.resources()));
            return tagged.size() >= count;
        });
        return List.copyOf(tagged);
    }

    public void withdrawsResource(String id) {
        send(topics.resources(), id, null);
    }

    public void publishesUndecodableResource(String id) {
        driver.createInputTopic("resources", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(id.getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
    }

    /** Lets time pass until {@code condition} holds; answers come from real inference threads. */
    public void until(BooleanSupplier condition) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            driver.advanceWallClockTime(Duration.ofMillis(10));
            classified.addAll(read(topics.classifications()));
            return condition.getAsBoolean();
        });
    }

    public List<Classification> classified(int count) {
        until(() -> classified.size() >= count);
        return List.copyOf(classified);
    }

    /** What was classified so far, without letting time pass. */
    public List<Classification> classifiedSoFar() {
        classified.addAll(read(topics.classifications()));
        return List.copyOf(classified);
    }

    public List<ModelActivation> activations() {
        return read(topics.modelActivations());
    }

    /** By interaction id, in the order of asking. */
    public Map<String, LabelRequest> labelRequests() {
        Map<String, LabelRequest> requests = new LinkedHashMap<>();
        outputOf(topics.labelRequests()).readRecordsToList().forEach(record -> {
            if (requests.put(record.key(), record.value()) != null) {
                throw new AssertionError("A label was requested twice for " + record.key());
            }
        });
        return requests;
    }

    public List<FeedbackTriggered> feedback() {
        return read(topics.feedback());
    }

    public List<Recommendation> recommendations() {
        return read(topics.recommendations());
    }

    public List<AtRiskAlert> alerts() {
        return read(topics.alerts());
    }

    /** All that was written, oldest first; null where a state was erased. */
    public List<KeyValue<String, LearnerState>> learnerStateLog() {
        return driver.createOutputTopic(
                        topics.learnerState().name(),
                        topics.learnerState().keySerde().deserializer(),
                        topics.learnerState().valueSerde().deserializer())
                .readKeyValuesToList();
    }

    public List<LearnerState> learnerStates() {
        return read(topics.learnerState());
    }

    /** All that was written, oldest first; null where nothing is kept of a version any more. */
    public List<KeyValue<String, Evaluation>> evaluationLog() {
        return driver.createOutputTopic(
                        topics.evaluations().name(),
                        topics.evaluations().keySerde().deserializer(),
                        topics.evaluations().valueSerde().deserializer())
                .readKeyValuesToList();
    }

    public List<DeadLetter> setAside() {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic("dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (TestRecord<byte[], byte[]> record : output.readRecordsToList()) {
            setAside.add(DeadLetter.from(new ConsumerRecord<>(
                    "dead-letters",
                    0,
                    0,
                    record.timestamp(),
                    TimestampType.CREATE_TIME,
                    -1,
                    -1,
                    record.key(),
                    record.value(),
                    record.headers(),
                    java.util.Optional.empty())));
        }
        return List.copyOf(setAside);
    }

    public List<DeadLetter> setAside(int count) {
        until(() -> setAside().size() >= count);
        return setAside();
    }

    public long pending() {
        return driver.getTimestampedKeyValueStore("pending").approximateNumEntries();
    }

    /** How many interactions wait for their corrections. */
    public int uncorrected() {
        int count = 0;
        try (KeyValueIterator<Long, ValueAndTimestamp<byte[]>> entries =
                driver.<Long, byte[]>getTimestampedKeyValueStore("uncorrected").all()) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        driver.close();
        inference.close();
        live.close();
    }

    private <V> void send(Topic<String, V> topic, String key, @Nullable V value) {
        driver.createInputTopic(
                        topic.name(),
                        topic.keySerde().serializer(),
                        topic.valueSerde().serializer())
                .pipeInput(key, value, AnInteraction.NOON);
    }

    private <V> List<V> read(Topic<String, V> topic) {
        return outputOf(topic).readValuesToList();
    }

    private <V> TestOutputTopic<String, V> outputOf(Topic<String, V> topic) {
        return driver.createOutputTopic(
                topic.name(),
                topic.keySerde().deserializer(),
                topic.valueSerde().deserializer());
    }
}
