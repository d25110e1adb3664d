package io.grasp.trainer.cli;

import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.schemas.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which brokers a command talks to; a picocli mixin. The settings file of either service will do. */
public final class KafkaOptions {
    private static final List<String> OF_KAFKA = List.of("kafka.", "topic.", "schema.");
    private static final String SERVERS = "kafka.bootstrap.servers";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Kafka brokers to connect to.")
    private @Nullable String bootstrapServers;

    @Option(names = "--config", paramLabel = "F", description = "A service's settings file (kafka.*, topic.*).")
    private @Nullable Path config;

    /** Returns how to reach Kafka, and what the topics are called. */
    public KafkaSettings settings() {
        Map<String, String> keys = new HashMap<>(file());
        keys.keySet().removeIf(key -> OF_KAFKA.stream().noneMatch(key::startsWith));
        if (bootstrapServers != null) {
            keys.put(SERVERS, bootstrapServers);
        }
        boolean isKnown = keys.containsKey(SERVERS) || System.getenv("GRASP_KAFKA_BOOTSTRAP_SERVERS") != null;
        if (!isKnown && command != null) {
            throw new ParameterException(
                    command.commandLine(), "Which Kafka? Give --bootstrap-servers HOST:PORT or --config F");
        }
        Settings settings = Settings.of(keys, System.getenv());
        KafkaSettings kafka = KafkaSettings.from(settings);
        settings.failIfInvalid();
        return kafka;
    }

    /** Another setting of the file or the environment. */
    Optional<String> setting(String name) {
        return Settings.of(file(), System.getenv()).optional(name);
    }

    private Map<String, String> file() {
        Path path = config;
        if (path == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The settings file %s can't be read. Does it exist, in UTF-8?".formatted(path), e);
        }
        Map<String, String> keys = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> keys.put(key, properties.getProperty(key)));
        return keys;
    }
}
