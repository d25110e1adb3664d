package io.grasp.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsAppSettingsTest {
    private static final Map<String, String> ENOUGH =
            Map.of("GRASP_KAFKA_BOOTSTRAP_SERVERS", "broker:9092", "GRASP_MODEL_STORE", "/models");

    @Test
    void brokersAndAModelStoreAreEnoughToStart() {
        StreamsAppSettings settings = StreamsAppSettings.from(Settings.of(Map.of(), ENOUGH));

        assertThat(settings.modelStore()).isEqualTo(Path.of("/models"));
        assertThat(settings.processingGuarantee()).isEqualTo("exactly_once_v2");
        assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void oneStartShowsEveryProblem() {
        assertThatThrownBy(() -> StreamsAppSettings.from(Settings.of(
                        Map.of(
                                "processing.guarantee", "maybe",
                                "inference.threads", "many",
                                "evaluate.memory", "0s"),
                        Map.of())))
                .hasMessageContainingAll(
                        "kafka.bootstrap.servers",
                        "model.store",
                        "processing.guarantee",
                        "inference.threads",
                        "= 0s: write a duration of at least PT1M");
    }

    @Test
    void whatIsPassedThroughToKafkaWins() {
        StreamsAppSettings settings = StreamsAppSettings.from(
                Settings.of(Map.of("kafka.commit.interval.ms", "50", "kafka.security.protocol", "SSL"), ENOUGH));

        assertThat(settings.streamsProperties())
                .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "50")
                .containsEntry("security.protocol", "SSL")
                .containsEntry(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "broker:9092");
    }

    @Test
    void aStreamThreadNeverWaitsForInferenceAsLongAsATransactionLasts() {
        assertThat(StreamsAppSettings.from(Settings.of(Map.of(), ENOUGH)).longestWait())
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void norAsLongAsWhatThePlatformsKafkaAllows() {
        assertThat(StreamsAppSettings.from(Settings.of(Map.of("kafka.producer.transaction.timeout.ms", "9000"), ENOUGH))
                        .longestWait())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(StreamsAppSettings.from(Settings.of(Map.of("kafka.max.poll.interval.ms", "6000"), ENOUGH))
                        .longestWait())
                .isEqualTo(Duration.ofSeconds(2));
    }
}
