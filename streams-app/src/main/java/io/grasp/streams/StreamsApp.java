package io.grasp.streams;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.encoder.MatmulPrecision;
import io.grasp.model.encoder.PyTorchRuntime;
import io.grasp.model.store.ModelStore;
import io.grasp.schemas.Topic;
import io.grasp.schemas.TopicCreation;
import io.grasp.schemas.TopicCreationException;
import io.grasp.schemas.Topics;
import io.grasp.streams.catalog.Catalog;
import io.grasp.streams.catalog.CatalogReader;
import io.grasp.streams.classify.ClassifyStep;
import io.grasp.streams.decide.DecideStep;
import io.grasp.streams.degrade.ConsumerLag;
import io.grasp.streams.degrade.Overload;
import io.grasp.streams.evaluate.EvaluateStep;
import io.grasp.streams.health.HealthEndpoint;
import io.grasp.streams.health.Readiness;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.inference.WarmUp;
import io.grasp.streams.request.LabelRequestStep;
import io.grasp.streams.serving.LiveModel;
import io.grasp.streams.serving.ModelIdentity;
import io.grasp.streams.serving.ModelLoader;
import io.grasp.streams.serving.ModelWatcher;
import io.grasp.streams.serving.PackagedClassifier;
import io.grasp.streams.serving.RememberingClassifier;
import io.grasp.streams.tag.TagStep;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running app: topology, model watcher, inference and health. Start once, close once. */
public final class StreamsApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);

    private final StreamsAppSettings settings;
    private final LiveModel live = new LiveModel();
    private final MatmulPrecision precision;
    private final InferenceQueue inference;
    private final StateMemory stateMemory;
    private final KafkaStreams streams;
    private final ModelWatcher watcher;
    private final Readiness readiness;
    private final HealthEndpoint health;

    /** Puts the app together, with model packages from {@code store}. */
    public StreamsApp(StreamsAppSettings settings, ModelStore store, Clock clock) {
        this(
                settings,
                store,
                clock,
                (directory, name, version) ->
                        PackagedClassifier.open(directory, name, version, settings.computation()));
    }

    /** Puts the app together, with models that {@code loader} opens. */
    public StreamsApp(StreamsAppSettings settings, ModelStore store, Clock clock, ModelLoader loader) {
        this.settings = settings;
        Topics topics = settings.kafka().topics();
        int partitions = createTopics(topics);
        // The engine begins with the highest, so that only another one is worth waiting for its start.
        precision = settings.precision() == MatmulPrecision.HIGHEST
                ? MatmulPrecision.HIGHEST
                : PyTorchRuntime.usePrecision(settings.precision());
        inference = new InferenceQueue(
                settings.inferenceThreads(), settings.batch(), settings.queueTexts(), settings.cascade());
        Duration longestWait = settings.longestWait();
        Overload overload = new Overload(
                settings.degrade(),
                new ConsumerLag(this::metrics, topics.interactions().name()),
                clock);
        WarmUp warmUp = new WarmUp(settings.batch());
        Catalog catalog = new Catalog();
        GraspTopology topology = new GraspTopology(
                topics,
                settings.applicationId(),
                new CatalogReader(topics, catalog),
                new ClassifyStep(topics, settings.classify(), live, inference, overload, longestWait, clock),
                new LabelRequestStep(
                        settings.labelRequests(), settings.tagging().tasks(), partitions),
                new DecideStep(topics, settings.decide(), catalog, clock),
                new EvaluateStep(topics, settings.evaluate(), clock),
                new TagStep(topics, settings.tagging(), catalog, live, inference));
        stateMemory = new StateMemory(settings.stateBytes());
        Properties properties = asProperties(settings.streamsProperties());
        properties.put(StateMemory.CONFIG, stateMemory);
        streams = new KafkaStreams(topology.get(), properties);
        streams.setUncaughtExceptionHandler(StreamsApp::replaceThread);
        watcher = new ModelWatcher(
                watcherProperties(),
                topics.modelVersions(),
                settings.modelName(),
                store,
                (directory, name, version) -> RememberingClassifier.around(
                        loader.load(directory, name, version), settings.rememberedAnswers()),
                warmUp,
                live,
                streams::resume);
        readiness = new Readiness(
                List.of(this::missingModel, this::streamsNotRunning, inference::trouble),
                List.of(
                        watcher::refusal,
                        overload::concern,
                        this::cannotDegrade,
                        () -> warmUp.concern(settings.queueTexts(), settings.inferenceThreads(), longestWait)));
        health = new HealthEndpoint(settings.http().host(), settings.http().port(), readiness);
    }

    /** Starts reading. Interactions wait until the first model serves. */
    public void start() {
        streams.pause();
        streams.start();
        watcher.start();
        LOG.atInfo()
                .addKeyValue("application", settings.applicationId())
                .addKeyValue("guarantee", settings.processingGuarantee())
                .addKeyValue("models", settings.modelStore())
                .addKeyValue("precision", precision)
                .addKeyValue("state", settings.stateDirectory())
                .addKeyValue("health", "http://" + settings.http().host() + ":" + health.port() + "/health/ready")
                .log("Streams app started");
    }

    public Readiness.Report readiness() {
        return readiness.report();
    }

    /** Returns which model version serves, or empty before the first. */
    public Optional<ModelIdentity> model() {
        return live.identity();
    }

    /** Returns the port on which health is answered. */
    public int httpPort() {
        return health.port();
    }

    @Override
    public void close() {
        health.close();
        watcher.close();
        streams.close(settings.shutdownTimeout());
        inference.close();
        live.close();
        stateMemory.close();
    }

    /** Returns how many partitions the interactions have. */
    private int createTopics(Topics topics) {
        try (Admin admin = Admin.create(settings.kafka().clientProperties())) {
            TopicCreation creation = new TopicCreation(
                    admin, settings.kafka().topicPartitions(), settings.kafka().topicReplication());
            TopicCreation.Result result = creation.createMissing(topics.all());
            result.warnings()
                    .forEach(warning ->
                            LOG.atWarn().addKeyValue("topic", warning).log("Topic differs"));
            requireAsMany(creation, topics.classifications(), List.of(topics.labels(), topics.erasures()));
            return creation.partitions(topics.interactions());
        }
    }

    /** All about one student meets in one task only if the same partition of each topic has it. */
    private static void requireAsMany(TopicCreation creation, Topic<?, ?> as, List<Topic<?, ?>> others) {
        int partitions = creation.partitions(as);
        for (Topic<?, ?> other : others) {
            int its = creation.partitions(other);
            if (its != partitions) {
                throw new TopicCreationException(
                        "The Kafka topic %s has %d partitions, but %s has %d: a student's labels and erasures would miss the"
                                        .formatted(other.name(), its, as.name(), partitions)
                                + " student's state. Give them the same number, which means to create one of them anew");
            }
        }
    }

    private Map<String, Object> watcherProperties() {
        Map<String, Object> properties = new HashMap<>(settings.kafka().clientProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return properties;
    }

    private Optional<String> missingModel() {
        return live.identity().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no model serves: no champion of model '%s' is announced on %s and loaded yet; train and publish one"
                                .formatted(
                                        settings.modelName(),
                                        settings.kafka()
                                                .topics()
                                                .modelVersions()
                                                .name()));
    }

    /** An operator who relies on degraded answers had better know before the load comes. */
    private Optional<String> cannotDegrade() {
        if (!settings.degrade().isOn()) {
            return Optional.empty();
        }
        return live.retain().flatMap(model -> {
            try {
                EncodedInput probe = model.classifier().encode(ModelInput.ofText("probe"));
                return model.classifier().answerAtOnce(probe).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                ("model %s reads no words in some task, so degrade.lag has no effect: interactions wait as"
                                                + " without it; train with words (training.lexical)")
                                        .formatted(model));
            } finally {
                model.release();
            }
        });
    }

    private Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    private Optional<String> streamsNotRunning() {
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING
                ? Optional.empty()
                : Optional.of("Kafka Streams is %s; it serves when it is RUNNING".formatted(state));
    }

    private static StreamThreadExceptionResponse replaceThread(Throwable failure) {
        LOG.atError().setCause(failure).log("A stream thread failed and is replaced; its transaction is rolled back");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static Properties asProperties(Map<String, Object> map) {
        Properties properties = new Properties();
        properties.putAll(map);
        return properties;
    }
}
