package io.grasp.streams.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.schemas.CompositeKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChampionshipTest {
    private final Championship championship = new Championship("grasp");

    @Test
    void beforeAnyAnnouncementThereIsNoChampion() {
        assertThat(championship.champion()).isEmpty();
    }

    @Test
    void theLastDeclaredChampionServes() {
        declare("v000001", ModelStatus.CHAMPION);
        declare("v000002", ModelStatus.CHAMPION);

        assertThat(champion()).isEqualTo("v000002");
    }

    @Test
    void aRejectedChallengerChangesNothing() {
        declare("v000001", ModelStatus.CHAMPION);
        declare("v000002", ModelStatus.REJECTED);

        assertThat(champion()).isEqualTo("v000001");
    }

    @Test
    void goingBackIsOneRecordThatDeclaresTheOldVersionAgain() {
        declare("v000001", ModelStatus.CHAMPION);
        declare("v000002", ModelStatus.CHAMPION);
        declare("v000001", ModelStatus.CHAMPION);

        assertThat(champion()).isEqualTo("v000001");
    }

    @Test
    void aWithdrawnChampionGivesWayToTheOneBefore() {
        declare("v000001", ModelStatus.CHAMPION);
        declare("v000002", ModelStatus.CHAMPION);
        declare("v000002", ModelStatus.RETIRED);

        assertThat(champion()).isEqualTo("v000001");
    }

    @Test
    void aTombstoneWithdrawsToo() {
        declare("v000001", ModelStatus.CHAMPION);
        championship.hear(CompositeKey.of("grasp", "v000001"), null);

        assertThat(championship.champion()).isEmpty();
    }

    @Test
    void anotherModelsChampionIsNotOurs() {
        championship.hear(CompositeKey.of("essays", "v000009"), version("essays", "v000009", ModelStatus.CHAMPION));

        assertThat(championship.champion()).isEmpty();
    }

    private void declare(String version, ModelStatus status) {
        championship.hear(CompositeKey.of("grasp", version), version("grasp", version, status));
    }

    private String champion() {
        return championship.champion().orElseThrow().getVersion();
    }

    private static ModelVersion version(String name, String version, ModelStatus status) {
        return ModelVersion.newBuilder()
                .setName(name)
                .setVersion(version)
                .setChecksum("c0ffee")
                .setStatus(status)
                .setReason("a test")
                .setLabels(0)
                .setCreatedAt(Instant.EPOCH)
                .setDecidedAt(Instant.EPOCH)
                .setWorker("test")
                .build();
    }
}
