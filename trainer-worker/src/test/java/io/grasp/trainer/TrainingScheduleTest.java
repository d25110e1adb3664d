package io.grasp.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.drift.AgreementFall;
import io.grasp.trainer.labels.UnusedLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingScheduleTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Map<Integer, Long> READ = Map.of(0, 300L);
    private static final UnusedLabels ENOUGH = new UnusedLabels(
            300,
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.of(NOON.minusSeconds(60)),
            Optional.of(NOON.minusSeconds(60)));

    private static final UnusedLabels ONE = new UnusedLabels(
            1,
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.of(NOON.minusSeconds(60)),
            Optional.of(NOON.minusSeconds(60)));

    private final TrainingSchedule schedule = new TrainingSchedule(TriggerRules.defaults());

    private boolean begins(Map<Integer, Long> read, Instant now) {
        return schedule.reasonToBegin(ENOUGH, List.of(), read, now).isPresent();
    }

    private boolean beginsAfter(Duration duration) {
        return begins(READ, NOON.plus(duration));
    }

    @Test
    void aTrainingThatIsDueBegins() {
        assertThat(schedule.reasonToBegin(ENOUGH, List.of(), READ, NOON)).contains("300 labels are unused");
    }

    @Test
    void theNextKeepsItsDistance() {
        schedule.ended(NOON);
        assertThat(beginsAfter(Duration.ofSeconds(59))).isFalse();
        assertThat(beginsAfter(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void whatAnotherWorkerTrainedKeepsItsDistanceToo() {
        schedule.trainedAt(NOON.minusSeconds(30), NOON);
        assertThat(beginsAfter(Duration.ofSeconds(29))).isFalse();
        assertThat(beginsAfter(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aClockThatIsAheadKeepsNobodyFromTraining() {
        schedule.trainedAt(NOON.plus(Duration.ofDays(9)), NOON);
        assertThat(beginsAfter(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void aRunThatFailsAgainAndAgainIsTriedLessAndLessOften() {
        assertThat(schedule.failed(NOON)).isEqualTo(Duration.ofMinutes(1));
        assertThat(beginsAfter(Duration.ofSeconds(59))).isFalse();
        assertThat(beginsAfter(Duration.ofSeconds(60))).isTrue();
        assertThat(schedule.failed(NOON)).isEqualTo(Duration.ofMinutes(2));
        for (int i = 0; i < 10; i++) {
            schedule.failed(NOON);
        }
        assertThat(schedule.failed(NOON)).isEqualTo(Duration.ofHours(1));
        schedule.ended(NOON);
        assertThat(schedule.failed(NOON)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aFailureDoesNotSpinWithoutAMinimumInterval() {
        TriggerRules eager =
                new TriggerRules(8, 8, 200, Duration.ofHours(1), Duration.ZERO, Duration.ZERO, Duration.ZERO);
        assertThat(new TrainingSchedule(eager).failed(NOON)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void labelsThatTeachNothingAreNotTriedAgainBeforeOthersComeIn() {
        schedule.endedInVain(READ, NOON);
        assertThat(beginsAfter(Duration.ofDays(1))).isFalse();
        assertThat(begins(Map.of(0, 301L), NOON.plusSeconds(60))).isTrue();
    }

    @Test
    void aFallOfAgreementBeginsATrainingThatKeepsItsDistance() {
        schedule.trainedAt(NOON.minusSeconds(30), NOON);
        assertThat(afterAFall(NOON.minusSeconds(10), NOON)).isEmpty();
        assertThat(afterAFall(NOON.minusSeconds(10), NOON.plusSeconds(30))).isPresent();
    }

    @Test
    void aFallThatARunHasAnsweredBeginsNoOther() {
        schedule.ended(NOON);
        assertThat(afterAFall(NOON.minusSeconds(10), NOON.plusSeconds(600))).isEmpty();
        assertThat(afterAFall(NOON.plusSeconds(10), NOON.plusSeconds(600))).isPresent();
    }

    @Test
    void aFallThatWasAnsweredBeforeARestartOrByAnotherWorkerBeginsNoOther() {
        schedule.trainedAt(NOON, NOON.plusSeconds(5));
        assertThat(afterAFall(NOON.minusSeconds(10), NOON.plusSeconds(600))).isEmpty();
    }

    @Test
    void aFallThatAnotherClockDatesInTheFutureWaitsUntilThen() {
        Instant ahead = NOON.plusSeconds(300);
        assertThat(afterAFall(ahead, NOON)).isEmpty();
        assertThat(afterAFall(ahead, ahead)).isPresent();
        schedule.ended(ahead.plusSeconds(1));
        assertThat(afterAFall(ahead, ahead.plusSeconds(600))).isEmpty();
    }

    private Optional<String> afterAFall(Instant detectedAt, Instant now) {
        AgreementFall fall = new AgreementFall("comprehension", "fractions.addition", 0.9, 0.6, detectedAt);
        return schedule.reasonToBegin(ONE, List.of(fall), READ, now);
    }
}
