package io.grasp.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.labels.UnusedLabels;
import java.time.Duration;
import java.time.Instant;
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

    private final TrainingSchedule schedule = new TrainingSchedule(TriggerRules.defaults());

    private boolean begins(Map<Integer, Long> read, Instant now) {
        return schedule.reasonToBegin(ENOUGH, read, now).isPresent();
    }

    private boolean beginsAfter(Duration duration) {
        return begins(READ, NOON.plus(duration));
    }

    @Test
    void aTrainingThatIsDueBegins() {
        assertThat(schedule.reasonToBegin(ENOUGH, READ, NOON)).contains("300 labels are unused");
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
}
