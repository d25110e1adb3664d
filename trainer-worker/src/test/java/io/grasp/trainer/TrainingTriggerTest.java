package io.grasp.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.drift.AgreementFall;
import io.grasp.trainer.labels.Tally;
import io.grasp.trainer.labels.UnusedLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingTriggerTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final TrainingTrigger trigger = new TrainingTrigger(TriggerRules.defaults());

    private static UnusedLabels labels(int count, Duration oldest, Duration newest) {
        return labels(count, new TreeMap<>(), new TreeMap<>(), oldest, newest);
    }

    private static UnusedLabels labels(
            int count,
            SortedMap<String, Tally> ofNewTopics,
            SortedMap<String, SortedMap<String, Tally>> ofNewLabels,
            Duration oldest,
            Duration newest) {
        return new UnusedLabels(
                count, ofNewTopics, ofNewLabels, Optional.of(NOON.minus(oldest)), Optional.of(NOON.minus(newest)));
    }

    private static UnusedLabels fresh(int count) {
        return labels(count, Duration.ofMinutes(2), Duration.ofSeconds(10));
    }

    private static UnusedLabels ofANewTopic(String topic, int count) {
        SortedMap<String, Tally> tallies = new TreeMap<>(Map.of(topic, new Tally(count, count)));
        return labels(count, tallies, new TreeMap<>(), Duration.ofMinutes(2), Duration.ofSeconds(10));
    }

    private static UnusedLabels ofANewLabel(String task, String label, Tally tally) {
        SortedMap<String, Tally> tallies = new TreeMap<>(Map.of(label, tally));
        return labels(
                tally.unused(),
                new TreeMap<>(),
                new TreeMap<>(Map.of(task, tallies)),
                Duration.ofMinutes(2),
                Duration.ofSeconds(10));
    }

    @Test
    void withoutNewLabelsNothingIsDue() {
        UnusedLabels none = new UnusedLabels(0, new TreeMap<>(), new TreeMap<>(), Optional.empty(), Optional.empty());
        assertThat(trigger.due(none, Optional.empty(), NOON)).isEmpty();
    }

    @Test
    void aFewLabelsOfAKnownLearningTopicCanWait() {
        assertThat(trigger.due(fresh(199), Optional.empty(), NOON)).isEmpty();
    }

    @Test
    void enoughLabelsOfANewLearningTopicAreDue() {
        assertThat(trigger.due(ofANewTopic("forces", 7), Optional.empty(), NOON))
                .isEmpty();
        assertThat(trigger.due(ofANewTopic("forces", 8), Optional.empty(), NOON))
                .contains("The new learning topic forces has 8 labels");
    }

    @Test
    void theEighthLabelOfANewMisconceptionIsDue() {
        assertThat(trigger.due(ofANewLabel("misconception", "add-across", new Tally(7, 7)), Optional.empty(), NOON))
                .isEmpty();
        assertThat(trigger.due(ofANewLabel("misconception", "add-across", new Tally(8, 1)), Optional.empty(), NOON))
                .contains("The new misconception label add-across was given 8 times");
    }

    @Test
    void enoughLabelsInAllAreDue() {
        assertThat(trigger.due(fresh(200), Optional.empty(), NOON)).contains("200 labels are unused");
    }

    @Test
    void anOldLabelIsDue() {
        assertThat(trigger.due(labels(1, Duration.ofMinutes(59), Duration.ofMinutes(59)), Optional.empty(), NOON))
                .isEmpty();
        assertThat(trigger.due(labels(1, Duration.ofMinutes(60), Duration.ofMinutes(60)), Optional.empty(), NOON))
                .contains("A label has been unused for PT1H");
    }

    @Test
    void aFallOfAgreementIsDueOnceThereIsALabelToLearnFrom() {
        Optional<AgreementFall> fall =
                Optional.of(new AgreementFall("comprehension", "fractions.addition", 0.904, 0.62, NOON));
        UnusedLabels none = new UnusedLabels(0, new TreeMap<>(), new TreeMap<>(), Optional.empty(), Optional.empty());
        assertThat(trigger.due(none, fall, NOON)).isEmpty();
        assertThat(trigger.due(fresh(1), fall, NOON))
                .contains("Agreement with labels on comprehension in fractions.addition fell from 0.90 to 0.62");
    }

    @Test
    void aRunWaitsForAQuietMoment() {
        UnusedLabels pouring = labels(300, Duration.ofSeconds(20), Duration.ofSeconds(4));
        UnusedLabels quiet = labels(300, Duration.ofSeconds(20), Duration.ofSeconds(5));
        assertThat(trigger.mayBegin(pouring, Optional.empty(), NOON.minusSeconds(10), NOON))
                .isFalse();
        assertThat(trigger.mayBegin(quiet, Optional.empty(), NOON.minusSeconds(10), NOON))
                .isTrue();
    }

    @Test
    void aRunDoesNotWaitForEver() {
        UnusedLabels pouring = labels(300, Duration.ofSeconds(90), Duration.ZERO);
        assertThat(trigger.mayBegin(pouring, Optional.empty(), NOON.minusSeconds(59), NOON))
                .isFalse();
        assertThat(trigger.mayBegin(pouring, Optional.empty(), NOON.minusSeconds(60), NOON))
                .isTrue();
    }

    @Test
    void theNextRunKeepsItsDistance() {
        UnusedLabels quiet = fresh(300);
        assertThat(trigger.mayBegin(quiet, Optional.of(NOON.minusSeconds(59)), NOON, NOON))
                .isFalse();
        assertThat(trigger.mayBegin(quiet, Optional.of(NOON.minusSeconds(60)), NOON, NOON))
                .isTrue();
    }
}
