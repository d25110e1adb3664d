package io.grasp.schemas;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class TopicScanTest {
    @Test
    void aBrokerThatDoesNotAnswerIsNamedWithTheTopic() {
        TopicScan scan =
                new TopicScan(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"), Duration.ofMillis(200));

        assertThatThrownBy(() -> scan.read("labels", new StringDeserializer(), new StringDeserializer()))
                .isInstanceOf(KafkaException.class)
                .hasMessageContainingAll("labels", "no broker answers at 127.0.0.1:1", "Is one up there");
    }
}
