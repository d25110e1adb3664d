package io.grasp.trainer.labels;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatestLabelsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final TaskDefinition LEVEL = new TaskDefinition("level", TaskKind.ORDINAL, List.of("low", "high"));
    private static final TaskDefinition OTHER_LEVEL =
            new TaskDefinition("level", TaskKind.ORDINAL, List.of("high", "low"));
    private static final TaskDefinition MISCONCEPTION =
            new TaskDefinition("misconception", TaskKind.MULTI_LABEL, List.of());
    private static final Known LEVELS = new Known(
            Set.of("fractions.addition"),
            Optional.of(Map.of("level", Set.of("low", "high"), "misconception", Set.of())));

    private final LatestLabels labels = new LatestLabels();

    private static LatestLabels.Place at(int partition, long offset) {
        return new LatestLabels.Place(partition, offset, NOON.plusSeconds(offset));
    }

    private void put(String id, String level, TaskDefinition definition, int partition, long offset) {
        put(aRow().withId(id).labeled("level", level).build(), definition, "ann", NOON, at(partition, offset));
    }

    private void put(String id, String level, int partition, long offset) {
        put(id, level, LEVEL, partition, offset);
    }

    private void putOf(String student, Instant writtenBy, String id, long offset) {
        put(aRow().withId(id).labeled("level", "low").build(), LEVEL, student, writtenBy, at(0, offset));
    }

    private void putMisconception(String text, long offset, String... held) {
        LabeledRow row = aRow().withId("i" + offset)
                .saying(text)
                .labeled("misconception", held)
                .build();
        put(row, MISCONCEPTION, "ann", NOON, at(0, offset));
    }

    private void put(
            LabeledRow row, TaskDefinition definition, String student, Instant writtenBy, LatestLabels.Place place) {
        labels.put(
                row.id(), new LabelReading.Usable(row, List.of(definition)), new Authorship(student, writtenBy), place);
    }

    private LabelSnapshot snapshot() {
        return labels.snapshot(Map.of());
    }

    /** Texts of which models are made, or by which they are only tuned and judged. */
    private static List<String> texts(boolean thatTrain, int count) {
        Predicate<String> trains = text -> Dataset.trains(aRow().saying(text).build());
        return IntStream.range(0, 1000)
                .mapToObj(i -> "text " + i)
                .filter(thatTrain ? trains : trains.negate())
                .limit(count)
                .toList();
    }

    @Test
    void theLatestLabelOfAnInteractionHolds() {
        put("i1", "low", 0, 0);
        put("i2", "low", 1, 0);
        put("i1", "high", 0, 1);
        LabelSnapshot snapshot = snapshot();
        assertThat(snapshot.rows()).extracting(LabeledRow::id).containsExactly("i1", "i2");
        assertThat(snapshot.rows().get(0).labelsFor("level")).containsExactly("high");
        assertThat(snapshot.offsets()).isEqualTo(Map.of(0, 2L, 1, 1L));
        assertThat(snapshot.definitions()).containsExactly(LEVEL);
    }

    @Test
    void aCorrectionIsCountedAndARepetitionIsNot() {
        put("i1", "low", 0, 0);
        put("i1", "low", 0, 1);
        assertThat(snapshot().corrections()).isZero();
        put("i1", "high", 0, 2);
        assertThat(snapshot().corrections()).isEqualTo(1);
    }

    @Test
    void labelsInAnotherOrderAreNoCorrection() {
        put(aRow().labeled("misconception", "a", "b").build(), MISCONCEPTION, "ann", NOON, at(0, 0));
        put(aRow().labeled("misconception", "b", "a").build(), MISCONCEPTION, "ann", NOON, at(0, 1));
        assertThat(snapshot().corrections()).isZero();
    }

    @Test
    void aTombstoneTakesALabelBack() {
        put("i1", "low", 0, 0);
        labels.remove("i1", at(0, 1));
        assertThat(snapshot().rows()).isEmpty();
        assertThat(snapshot().offsets()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void oneWrongRecordCannotRedefineATask() {
        put("i1", "low", LEVEL, 0, 0);
        put("i2", "low", LEVEL, 0, 1);
        put("i3", "low", OTHER_LEVEL, 0, 2);
        assertThat(snapshot().definitions()).containsExactly(LEVEL);
        assertThat(snapshot().rows()).extracting(LabeledRow::id).containsExactly("i1", "i2");
    }

    @Test
    void whatATrainingUsedIsNotCountedAgain() {
        put("i1", "low", 0, 0);
        put("i2", "low", 0, 1);
        put("i3", "low", 1, 0);
        Map<Integer, Long> used = Map.of(0, 1L);
        UnusedLabels unused = labels.unused(used, Known.nothing());
        assertThat(unused.count()).isEqualTo(2);
        assertThat(unused.oldest()).contains(NOON);
        assertThat(unused.newest()).contains(NOON.plusSeconds(1));
        assertThat(labels.unused(snapshot().offsets(), Known.nothing()).count()).isZero();
        assertThat(labels.snapshot(used).fresh()).containsExactlyInAnyOrder("i2", "i3");
    }

    @Test
    void aCorrectedLabelIsFreshAgain() {
        put("i1", "low", 0, 0);
        put("i2", "low", 0, 1);
        Map<Integer, Long> used = snapshot().offsets();
        assertThat(labels.snapshot(used).fresh()).isEmpty();
        put("i1", "high", 0, 2);
        assertThat(labels.snapshot(used).fresh()).containsExactly("i1");
    }

    @Test
    void aNewLearningTopicIsCountedWithTheLabelsThatATrainingUsed() {
        List<String> texts = texts(true, 3);
        for (int i = 0; i < 3; i++) {
            put(
                    aRow().withId("i" + i)
                            .saying(texts.get(i))
                            .labeled("level", "low")
                            .build(),
                    LEVEL,
                    "ann",
                    NOON,
                    at(0, i));
        }
        assertThat(labels.unused(Map.of(0, 2L), Known.nothing()).ofNewLearningTopics())
                .isEqualTo(Map.of("fractions.addition", new Tally(3, 1)));
        assertThat(labels.unused(Map.of(0, 2L), LEVELS).ofNewLearningTopics()).isEmpty();
    }

    @Test
    void aNewLabelIsCountedByTaskAndName() {
        List<String> texts = texts(true, 3);
        putMisconception(texts.get(0), 0, "add-across");
        putMisconception(texts.get(1), 1, "add-across", "bigger-is-more");
        putMisconception(texts.get(2), 2);
        assertThat(labels.unused(Map.of(0, 1L), LEVELS).ofNewLabels())
                .isEqualTo(new TreeMap<>(Map.of(
                        "misconception", Map.of("add-across", new Tally(2, 1), "bigger-is-more", new Tally(1, 1)))));
        Known knowing =
                new Known(Set.of(), Optional.of(Map.of("misconception", Set.of("add-across", "bigger-is-more"))));
        assertThat(labels.unused(Map.of(), knowing).ofNewLabels()).isEmpty();
    }

    @Test
    void whatTheChampionKnowsIsNotNewWhenThatCannotBeRead() {
        put("i1", "low", 0, 0);
        Known unreadable = new Known(Set.of("fractions.addition"), Optional.empty());
        assertThat(labels.unused(Map.of(), unreadable).ofNewLabels()).isEmpty();
    }

    @Test
    void aNewLabelThatNoRowCouldTeachIsNotCounted() {
        List<String> held = texts(false, 9);
        for (int i = 0; i < 9; i++) {
            putMisconception(held.get(i), i, "only-held-out");
        }
        putMisconception(" ", 9, "only-blank");
        assertThat(labels.unused(Map.of(), LEVELS).ofNewLabels()).isEqualTo(Map.of("misconception", Map.of()));
        assertThat(labels.unused(Map.of(), Known.nothing()).ofNewLearningTopics())
                .isEmpty();
        assertThat(labels.unused(Map.of(), LEVELS).count()).isEqualTo(10);
    }

    @Test
    void anErasedStudentsLabelsAreGoneAtOnceAndWhenTheyAreReadLater() {
        putOf("ann", NOON, "i0", 0);
        putOf("bob", NOON, "i1", 1);
        labels.erase("ann", NOON.plusSeconds(1));
        putOf("ann", NOON.minusSeconds(9), "i2", 2);
        assertThat(snapshot().rows()).extracting(LabeledRow::id).containsExactly("i1");
        assertThat(snapshot().erased()).isEqualTo(2);
        assertThat(labels.unused(Map.of(), LEVELS).count()).isEqualTo(1);
        assertThat(labels.toForget()).containsExactlyInAnyOrder("i0", "i2");
    }

    @Test
    void aStudentWhoComesBackIsLabelledAgain() {
        labels.erase("ann", NOON);
        labels.erase("ann", NOON.minusSeconds(60));
        putOf("ann", NOON, "before", 0);
        putOf("ann", NOON.plusMillis(1), "after", 1);
        assertThat(snapshot().rows()).extracting(LabeledRow::id).containsExactly("after");
    }

    @Test
    void anErasedInteractionIsForgottenOnceWhoeverWritesTheTombstone() {
        putOf("ann", NOON, "i0", 0);
        putOf("ann", NOON, "i1", 1);
        labels.erase("ann", NOON);
        labels.forgotten(Set.of("i0"));
        assertThat(labels.toForget()).containsExactly("i1");
        labels.remove("i1", at(0, 2));
        assertThat(labels.toForget()).isEmpty();
    }

    @Test
    void aLaterLabelOfAnInteractionSavesItFromTheTombstone() {
        putOf("ann", NOON, "i0", 0);
        labels.erase("ann", NOON);
        putOf("ann", NOON.plusSeconds(9), "i0", 1);
        assertThat(labels.toForget()).isEmpty();
        assertThat(snapshot().rows()).hasSize(1);
    }

    @Test
    void aRecordThatTeachesNothingIsForgottenWithItsStudent() {
        labels.putUnusable("i0", new Authorship("ann", NOON), at(0, 0));
        labels.putUnusable("i1", new Authorship("bob", NOON), at(0, 1));
        labels.erase("ann", NOON);
        assertThat(labels.toForget()).containsExactly("i0");
    }

    @Test
    void aPartitionThatBeginsAnewLosesWhatItHad() {
        put("i1", "low", 0, 7);
        put("i2", "low", 1, 3);
        labels.dropPartition(0);
        assertThat(snapshot().rows()).extracting(LabeledRow::id).containsExactly("i2");
        assertThat(snapshot().offsets()).isEqualTo(Map.of(1, 4L));
    }

    @Test
    void whatTransactionsLeaveInTheLogIsReadToo() {
        put("i1", "low", 0, 7);
        labels.reached(0, 9);
        assertThat(snapshot().offsets()).isEqualTo(Map.of(0, 9L));
    }
}
