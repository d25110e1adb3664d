package io.grasp.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.GateComparison;
import io.grasp.events.GateScope;
import io.grasp.events.GateVerdict;
import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GateTableTest {
    @BeforeAll
    static void eventsAreTrusted() {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private static ModelVersion version(GateComparison... comparisons) {
        return ModelVersion.newBuilder()
                .setName("grasp")
                .setVersion("v000002")
                .setChecksum("c")
                .setStatus(ModelStatus.REJECTED)
                .setReason("")
                .setLabels(1)
                .setCreatedAt(Instant.EPOCH)
                .setDecidedAt(Instant.EPOCH)
                .setWorker("w")
                .setComparedWith("v000001")
                .setComparisons(List.of(comparisons))
                .build();
    }

    private static GateComparison comparison(GateScope scope, String name, double difference, GateVerdict verdict) {
        return GateComparison.newBuilder()
                .setScope(scope)
                .setName(name)
                .setRows(60)
                .setChampion(0.8)
                .setChallenger(0.8 + difference)
                .setDifference(difference)
                .setLower(difference - 0.05)
                .setUpper(difference + 0.05)
                .setTolerance(0.03)
                .setBeyondTolerance(0.25)
                .setLuck(0.125)
                .setVerdict(verdict)
                .build();
    }

    @Test
    void aTeacherReadsWhatWasComparedAndWhatItMeans() {
        assertThat(GateTable.of(version(
                        comparison(GateScope.OVERALL, "", 0.042, GateVerdict.WITHIN_TOLERANCE),
                        comparison(GateScope.TASK, "engagement", -0.032, GateVerdict.MAY_BE_LUCK),
                        comparison(GateScope.LEARNING_TOPIC, "fractions.addition", -0.25, GateVerdict.WORSE),
                        comparison(GateScope.SMALL_LEARNING_TOPICS, "3", 0, GateVerdict.TOO_FEW_ROWS))))
                .isEqualTo("""
                        Macro-F1 of v000002 (challenger) and v000001 (champion then) on the same held-out rows:
                        compared               name                rows  champion  challenger  change  95 % interval     tolerated  verdict
                        all tasks                                  60    0.800     0.842       +0.042  -0.008 to +0.092  -0.030     within tolerance
                        task                   engagement          60    0.800     0.768       -0.032  -0.082 to +0.018  -0.030     may be luck
                        learning topic         fractions.addition  60    0.800     0.550       -0.250  -0.300 to -0.200  -0.030     worse
                        small learning topics  3                   60    0.800     0.800       +0.000  -0.050 to +0.050  -0.030     too few rows
                        worse: it lost more than is tolerated, and that is hardly luck; one such holds it back
                        may be luck: it lost more than is tolerated, but among so many comparisons equally good models do too
                        too few rows: not judged
                        """);
    }

    @Test
    void whereNothingWasComparedNothingIsTold() {
        assertThat(GateTable.of(version())).isEmpty();
        assertThat(GateTable.objects(version())).isEmpty();
    }

    @Test
    void aProgramReadsEveryNumber() {
        assertThat(GateTable.objects(version(comparison(GateScope.TASK, "engagement", 0.5, GateVerdict.WORSE))))
                .containsExactly(Map.ofEntries(
                        Map.entry("scope", "TASK"),
                        Map.entry("name", "engagement"),
                        Map.entry("rows", 60),
                        Map.entry("champion", 0.8),
                        Map.entry("challenger", 1.3),
                        Map.entry("difference", 0.5),
                        Map.entry("lower", 0.45),
                        Map.entry("upper", 0.55),
                        Map.entry("tolerance", 0.03),
                        Map.entry("beyond_tolerance", 0.25),
                        Map.entry("luck", 0.125),
                        Map.entry("verdict", "WORSE")));
    }
}
