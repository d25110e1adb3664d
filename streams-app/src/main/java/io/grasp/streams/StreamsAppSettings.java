package io.grasp.streams;

import io.grasp.learner.alert.AlertRulesFile;
import io.grasp.learner.knowledge.KnowledgeFile;
import io.grasp.learner.knowledge.KnowledgeModel;
import io.grasp.model.encoder.Computation;
import io.grasp.model.encoder.MatmulPrecision;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.classify.ClassifySettings;
import io.grasp.streams.decide.DecideSettings;
import io.grasp.streams.degrade.DegradeSettings;
import io.grasp.streams.evaluate.EvaluateSettings;
import io.grasp.streams.inference.BatchShape;
import io.grasp.streams.request.LabelRequestSettings;
import io.grasp.streams.tag.TaggingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Everything an operator can set, read once at start-up.
 *
 * @param kafka how to reach Kafka, and what its topics are called
 * @param applicationId names this app's consumer group, state and transactions ({@code application.id}, grasp-streams)
 * @param processingGuarantee exactly_once_v2 or at_least_once ({@code processing.guarantee})
 * @param streamThreads stream threads of this process ({@code stream.threads}, 1)
 * @param stateDirectory where state stores live ({@code state.directory}, a folder in the temporary directory)
 * @param stateBytes how much native memory all state stores of this process share ({@code state.megabytes}, 128)
 * @param modelStore directory of published models ({@code model.store})
 * @param modelName which model serves here ({@code model.name}, grasp)
 * @param inferenceThreads ({@code inference.threads}, as many as cores)
 * @param batch how large a batch may be ({@code inference.batch.tokens}, 2048; {@code inference.batch.texts}, 64), and
 *     how long it may gather ({@code inference.batch.gather}, 40ms)
 * @param queueTexts how many texts may wait for inference before reading is held back ({@code inference.queue.texts},
 *     512)
 * @param precision how exactly matrices are multiplied in this process ({@code inference.matmul.precision}, highest)
 * @param cascade whether words alone may decide where they are sure enough ({@code inference.cascade}, true)
 * @param rememberedAnswers how many answers a version keeps for repeated texts ({@code inference.remembered.answers},
 *     10000; 0 turns it off)
 * @param computation how a version computes ({@code inference.context.megabytes}, 256;
 *     {@code inference.weights.prepacked}, true, but not with other precisions than the highest)
 * @param classify the classify step
 * @param degrade when words alone answer first ({@code degrade.lag}, 0 for never; {@code degrade.corrections}, 10000)
 * @param labelRequests how many labels are asked for, and of what ({@code label-requests.…})
 * @param decide the decide step ({@code decide.knowledge}, a YAML file of knowledge parameters, none;
 *     {@code decide.alert-rules}, a YAML file of alert rules, the shipped ones)
 * @param tagging which tasks submitted resources are tagged with ({@code tagging.tasks},
 *     subject,difficulty,learning-objective)
 * @param evaluate live evaluation ({@code evaluate.memory}, 30d; {@code evaluate.window}, 200;
 *     {@code evaluate.drift.delta}, 0.05)
 * @param http where health is answered ({@code http.host}, 127.0.0.1; {@code http.port}, 8080)
 * @param shutdownTimeout how long to wait for open work ({@code shutdown.timeout}, 30s)
 */
public record StreamsAppSettings(
        KafkaSettings kafka,
        String applicationId,
        String processingGuarantee,
        int streamThreads,
        Path stateDirectory,
        long stateBytes,
        Path modelStore,
        String modelName,
        int inferenceThreads,
        BatchShape batch,
        int queueTexts,
        MatmulPrecision precision,
        boolean cascade,
        int rememberedAnswers,
        Computation computation,
        ClassifySettings classify,
        DegradeSettings degrade,
        LabelRequestSettings labelRequests,
        DecideSettings decide,
        TaggingSettings tagging,
        EvaluateSettings evaluate,
        HttpAddress http,
        Duration shutdownTimeout) {

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    /**
     * Where the app answers HTTP.
     *
     * @param port 0 for any free one
     */
    public record HttpAddress(String host, int port) {}

    /**
     * Reads all settings.
     *
     * @throws io.grasp.schemas.settings.InvalidSettingsException naming every problem at once
     */
    public static StreamsAppSettings from(Settings settings) {
        MatmulPrecision precision =
                settings.optional("inference.matmul.precision", MatmulPrecision.HIGHEST, StreamsAppSettings::precision);
        StreamsAppSettings read = new StreamsAppSettings(
                KafkaSettings.from(settings),
                settings.optional("application.id", "grasp-streams"),
                settings.optional("processing.guarantee", StreamsConfig.EXACTLY_ONCE_V2, StreamsAppSettings::guarantee),
                settings.integer("stream.threads", 1, 1, 64),
                settings.path("state.directory", Path.of(System.getProperty("java.io.tmpdir"), "grasp-state")),
                megabytes(settings.integer("state.megabytes", 128, 16, 1_000_000)),
                Path.of(settings.required("model.store")),
                settings.optional("model.name", "grasp"),
                settings.integer("inference.threads", Runtime.getRuntime().availableProcessors(), 1, 256),
                new BatchShape(
                        settings.integer("inference.batch.tokens", 2048, 1, 1_000_000),
                        settings.integer("inference.batch.texts", 64, 1, 10_000),
                        settings.duration("inference.batch.gather", Duration.ofMillis(40), Duration.ZERO)),
                settings.integer("inference.queue.texts", 512, 1, 1_000_000),
                precision,
                settings.flag("inference.cascade", true),
                settings.integer("inference.remembered.answers", 10_000, 0, 10_000_000),
                new Computation(
                        megabytes(settings.integer("inference.context.megabytes", 256, 0, 1_000_000)),
                        // Only the usual layout has products of rounded factors.
                        settings.flag("inference.weights.prepacked", true) && precision == MatmulPrecision.HIGHEST),
                new ClassifySettings(
                        settings.integer("classify.pending.capacity", 2048, 1, 100_000),
                        settings.integer("classify.max.characters", 100_000, 1, 1_000_000),
                        settings.duration("classify.duplicate.memory", Duration.ofDays(1))),
                new DegradeSettings(
                        settings.integer("degrade.lag", DegradeSettings.OFF.lag(), 0, 1_000_000_000),
                        settings.integer("degrade.corrections", DegradeSettings.OFF.corrections(), 1, 10_000_000)),
                new LabelRequestSettings(
                        settings.integer("label-requests.budget", 50, 0, 1_000_000),
                        settings.integer("label-requests.learning-topic-budget", 20, 0, 1_000_000),
                        settings.decimal("label-requests.sample-share", 0.2, 0, 1),
                        settings.decimal("label-requests.sample-rate", 0.02, 0, 1),
                        settings.decimal("label-requests.narrow-margin", 0.2, 0.001, 1)),
                new DecideSettings(
                        settings.duration("decide.feedback.cool-down", Duration.ofHours(1)),
                        settings.duration("decide.recommendation.cool-down", Duration.ofDays(7)),
                        settings.integer("decide.recommendation.size", 3, 1, 50),
                        settings.integer("decide.recommendation.seed", 0, 0, Integer.MAX_VALUE),
                        settings.integer("decide.recommendation.outcome-interactions", 5, 1, 24),
                        settings.optional(
                                "decide.knowledge",
                                KnowledgeModel.withoutFit(),
                                file -> KnowledgeFile.read(Path.of(file))),
                        settings.optional(
                                "decide.alert-rules",
                                AlertRulesFile.shipped(),
                                file -> AlertRulesFile.read(Path.of(file)))),
                new TaggingSettings(
                        settings.list("tagging.tasks", List.of("subject", "difficulty", "learning-objective"))),
                new EvaluateSettings(
                        settings.duration("evaluate.memory", Duration.ofDays(30), Duration.ofMinutes(1)),
                        settings.integer("evaluate.window", 200, 1, 10_000),
                        settings.decimal("evaluate.drift.delta", 0.05, 1e-9, 0.5)),
                new HttpAddress(
                        settings.optional("http.host", "127.0.0.1"), settings.integer("http.port", 8080, 0, 65_535)),
                settings.duration("shutdown.timeout", Duration.ofSeconds(30)));
        settings.failIfInvalid();
        return read;
    }

    /** The one place where our names become Kafka's; what the operator passes through wins. */
    public Map<String, Object> streamsProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, processingGuarantee);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streamThreads);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) kafka.topicReplication());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StateStoreOptions.class);
        // Finished answers are looked for between polls, so an idle poll must not last long.
        properties.put(StreamsConfig.POLL_MS_CONFIG, 10);
        if (processingGuarantee.equals(StreamsConfig.AT_LEAST_ONCE)) {
            // Kafka Streams' own 100 ms would be most of the time that an answer takes. Exactly once, nobody can read
            // it
            // before the commit, which sends all: to send earlier would only be to send more often.
            properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 10);
        }
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // A fetch for each interaction would keep broker and stream thread busier than its classification does.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 64 * 1024);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.LARGEST_RECORD_BYTES);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(TRANSACTION_TIMEOUT.toMillis()));
        properties.putAll(kafka.clientProperties());
        return properties;
    }

    /**
     * How long one stream thread may wait for inference before it must poll and commit again: a third of the shorter
     * one of {@code max.poll.interval.ms} and {@code transaction.timeout.ms}, as they are in force.
     */
    public Duration longestWait() {
        StreamsConfig inForce = new StreamsConfig(streamsProperties());
        long poll = millis(
                inForce.getMainConsumerConfigs(applicationId, applicationId, 0),
                ConsumerConfig.configDef().defaultValues(),
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
        long transaction = millis(
                inForce.getProducerConfigs(applicationId),
                ProducerConfig.configDef().defaultValues(),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return Duration.ofMillis(Math.min(poll, transaction) / 3);
    }

    private static long millis(Map<String, Object> configured, Map<String, Object> defaults, String name) {
        return Long.parseLong(String.valueOf(configured.getOrDefault(name, defaults.get(name))));
    }

    private static long megabytes(int count) {
        return (long) count << 20;
    }

    private static MatmulPrecision precision(String value) {
        return Arrays.stream(MatmulPrecision.values())
                .filter(precision -> precision.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be highest, medium or auto"));
    }

    private static String guarantee(String value) {
        if (value.equals(StreamsConfig.EXACTLY_ONCE_V2) || value.equals(StreamsConfig.AT_LEAST_ONCE)) {
            return value;
        }
        throw new IllegalArgumentException(
                "must be %s or %s".formatted(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE));
    }
}
