package io.grasp.quickstart.cli;

import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command reaches Kafka; a picocli mixin. */
final class ConnectionOptions {
    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Brokers to connect to first; GRASP_… environment variables give the rest.")
    private @Nullable String bootstrapServers;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with kafka.* settings.")
    private @Nullable Path config;

    KafkaSettings kafka() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (bootstrapServers != null) {
            environment.put("GRASP_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        }
        Settings settings = config == null ? Settings.of(Map.of(), environment) : Settings.from(config, environment);
        KafkaSettings kafka = KafkaSettings.from(settings);
        settings.failIfInvalid();
        return kafka;
    }
}
