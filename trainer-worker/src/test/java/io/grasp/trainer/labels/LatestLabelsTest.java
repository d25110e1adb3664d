package io.grasp.trainer.labels;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatestLabelsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final TaskDefinition LEVEL = new TaskDefinition("level", TaskKind.ORDINAL, List.of("low", "high"));
    private static final TaskDefinition OTHER_LEVEL =
            new TaskDefinition("level", TaskKind.ORDINAL, List.of("high", "low"));

    private final LatestLabels labels = new LatestLabels();

    private static LatestLabels.Place at(int partition, long offset) {
        return new LatestLabels.Place(partition, offset, NOON.plusSeconds(offset));
    }

    private static LabelReading.Usable label(String id, String level, TaskDefinition definition) {
        return new LabelReading.Usable(aRow().withId(id).labeled("level", level).build(), List.of(definition));
    }

    @Test
    void theLatestLabelOfAnInteractionHolds() {
        labels.put("i1", label("i1", "low", LEVEL), at(0, 0));
        labels.put("i2", label("i2", "low", LEVEL), at(1, 0));
        labels.put("i1", label("i1", "high", LEVEL), at(0, 1));
        LabelSnapshot snapshot = labels.snapshot();
        assertThat(snapshot.rows()).extracting(LabeledRow::id).containsExactly("i1", "i2");
        assertThat(snapshot.rows().get(0).labelsFor("level")).containsExactly("high");
        assertThat(snapshot.offsets()).isEqualTo(Map.of(0, 2L, 1, 1L));
        assertThat(snapshot.definitions()).containsExactly(LEVEL);
    }

    @Test
    void aTombstoneTakesALabelBack() {
        labels.put("i1", label("i1", "low", LEVEL), at(0, 0));
        labels.remove("i1", at(0, 1));
        assertThat(labels.snapshot().rows()).isEmpty();
        assertThat(labels.snapshot().offsets()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void oneWrongRecordCannotRedefineATask() {
        labels.put("i1", label("i1", "low", LEVEL), at(0, 0));
        labels.put("i2", label("i2", "low", LEVEL), at(0, 1));
        labels.put("i3", label("i3", "low", OTHER_LEVEL), at(0, 2));
        assertThat(labels.snapshot().definitions()).containsExactly(LEVEL);
        assertThat(labels.snapshot().rows()).extracting(LabeledRow::id).containsExactly("i1", "i2");
    }

    @Test
    void whatATrainingUsedIsNotCountedAgain() {
        labels.put("i1", label("i1", "low", LEVEL), at(0, 0));
        labels.put("i2", label("i2", "low", LEVEL), at(0, 1));
        labels.put("i3", label("i3", "low", LEVEL), at(1, 0));
        UnusedLabels unused = labels.unused(Map.of(0, 1L), Set.of());
        assertThat(unused)
                .isEqualTo(new UnusedLabels(
                        2, Map.of("fractions.addition", 2), Optional.of(NOON), Optional.of(NOON.plusSeconds(1))));
        assertThat(labels.unused(Map.of(0, 1L), Set.of("fractions.addition")).ofNewLearningTopics())
                .isEmpty();
        assertThat(labels.unused(labels.snapshot().offsets(), Set.of()).count()).isZero();
    }
}
