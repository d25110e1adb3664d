package io.grasp.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.events.PartitionOffset;
import io.grasp.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelHistoryTest {
    @BeforeAll
    static void eventsAreTrusted() {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private static ModelVersion version(int number, ModelStatus status) {
        return ModelVersion.newBuilder()
                .setName("grasp")
                .setVersion("v%06d".formatted(number))
                .setChecksum("c")
                .setStatus(status)
                .setReason("")
                .setLabels(1)
                .setLabelOffsets(List.of(PartitionOffset.newBuilder()
                        .setPartition(0)
                        .setOffset(10L * number)
                        .build()))
                .setCreatedAt(Instant.EPOCH)
                .setDecidedAt(Instant.EPOCH)
                .setWorker("w")
                .build();
    }

    @Test
    void theChampionIsTheLastOneInTheLog() {
        ModelHistory history = new ModelHistory(List.of(
                version(1, ModelStatus.CHAMPION),
                version(3, ModelStatus.CHAMPION),
                version(4, ModelStatus.REJECTED),
                version(2, ModelStatus.CHAMPION)));
        assertThat(history.champion().orElseThrow().getVersion()).isEqualTo("v000002");
    }

    @Test
    void aChampionThatWasWithdrawnServesNoMore() {
        ModelHistory history = new ModelHistory(List.of(
                version(1, ModelStatus.CHAMPION), version(2, ModelStatus.CHAMPION), version(2, ModelStatus.RETIRED)));
        assertThat(history.champion().orElseThrow().getVersion()).isEqualTo("v000001");
    }

    @Test
    void rollingBackTwiceGoesBackTwice() {
        ModelHistory history = new ModelHistory(List.of(
                version(1, ModelStatus.CHAMPION), version(3, ModelStatus.CHAMPION), version(2, ModelStatus.CHAMPION)));
        assertThat(history.championBefore().orElseThrow().getVersion()).isEqualTo("v000001");
    }

    @Test
    void aRejectedVersionIsNoWayBack() {
        ModelHistory history =
                new ModelHistory(List.of(version(1, ModelStatus.REJECTED), version(2, ModelStatus.CHAMPION)));
        assertThat(history.championBefore()).isEmpty();
    }

    @Test
    void labelsCountAsUsedWhateverBecameOfTheVersion() {
        ModelHistory history =
                new ModelHistory(List.of(version(2, ModelStatus.REJECTED), version(1, ModelStatus.CHAMPION)));
        assertThat(history.usedLabelOffsets()).isEqualTo(Map.of(0, 20L));
    }

    @Test
    void theNewestVersionTellsHowFarLabelsWereUsedBecauseTheLogMayHaveBeenMadeAnew() {
        ModelVersion afterwards = ModelVersion.newBuilder(version(3, ModelStatus.REJECTED))
                .setLabelOffsets(List.of(PartitionOffset.newBuilder()
                        .setPartition(1)
                        .setOffset(5)
                        .build()))
                .build();
        ModelVersion ofAFile = ModelVersion.newBuilder(version(4, ModelStatus.CHAMPION))
                .setLabelOffsets(List.of())
                .build();
        ModelHistory history = new ModelHistory(
                List.of(version(2, ModelStatus.CHAMPION), afterwards, ofAFile, version(1, ModelStatus.CHAMPION)));
        assertThat(history.usedLabelOffsets()).isEqualTo(Map.of(1, 5L));
        assertThat(history.lastTrained()).contains(afterwards);
    }
}
