package io.grasp.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {

    @Test
    void onlyTheBrokersAreRequired() {
        Settings settings = Settings.of(Map.of("kafka.bootstrap.servers", "localhost:9092"), Map.of());

        KafkaSettings kafka = KafkaSettings.from(settings);
        settings.failIfInvalid();

        assertThat(kafka.clientProperties()).containsExactly(Map.entry("bootstrap.servers", "localhost:9092"));
        assertThat(kafka.topics().interactions().name()).isEqualTo("interactions");
        assertThat(kafka.topicPartitions()).isEqualTo(6);
        assertThat(kafka.topicReplication()).isEqualTo((short) 1);
    }

    @Test
    void kafkasOwnSettingsReachItsClientsFromFileAndEnvironment(@TempDir Path schemas) {
        Settings settings = Settings.of(
                Map.of(
                        "kafka.security.protocol", "SASL_PLAINTEXT",
                        "kafka.sasl.mechanism", "PLAIN",
                        "topic.prefix", "school.",
                        "schema.directory", schemas.toString()),
                Map.of("GRASP_KAFKA_BOOTSTRAP_SERVERS", "b:1", "GRASP_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"));

        KafkaSettings kafka = KafkaSettings.from(settings);
        settings.failIfInvalid();

        assertThat(kafka.clientProperties())
                .containsOnly(
                        Map.entry("bootstrap.servers", "b:1"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "PLAIN"));
        assertThat(kafka.topics().interactions().name()).isEqualTo("school.interactions");
    }

    @Test
    void everyProblemIsReported() {
        Settings settings = Settings.of(
                Map.of("topic.prefix", "my school", "topic.partitions", "0", "schema.directory", "no-such-directory"),
                Map.of());

        KafkaSettings.from(settings);

        assertThatThrownBy(settings::failIfInvalid)
                .hasMessageContaining("kafka.bootstrap.servers (or GRASP_KAFKA_BOOTSTRAP_SERVERS) is not set")
                .hasMessageContaining("topic.prefix (or GRASP_TOPIC_PREFIX)")
                .hasMessageContaining("topic.partitions (or GRASP_TOPIC_PARTITIONS) = 0")
                .hasMessageContaining("schema.directory (or GRASP_SCHEMA_DIRECTORY)");
    }

    @Test
    void secretsAreNotShown() {
        KafkaSettings kafka = KafkaSettings.from(Settings.of(
                Map.of(
                        "kafka.bootstrap.servers", "localhost:9092",
                        "kafka.ssl.truststore.password", "hunter1",
                        "kafka.sasl.jaas.config", "… password=\"hunter2\";",
                        "kafka.ssl.keystore.key", "hunter3",
                        "kafka.sasl.mechanism", "PLAIN"),
                Map.of("GRASP_KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET", "hunter4")));

        assertThat(kafka.toString())
                .contains("localhost:9092", "sasl.mechanism=PLAIN", "ssl.truststore.password=…")
                .doesNotContain("hunter");
    }
}
