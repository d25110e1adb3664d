package io.grasp.trainer.labels;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.InteractionKind;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.TaskLabels;
import io.grasp.model.TaskKind;
import io.grasp.schemas.Topics;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.dataset.TaskScheme;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabelRecordsTest {
    @BeforeAll
    static void eventsAreTrusted() {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final TaskScheme SCHEME = new TaskScheme(List.of(
            new TaskDefinition("level", TaskKind.ORDINAL, List.of("low", "high")),
            new TaskDefinition("misconception", TaskKind.MULTI_LABEL, List.of())));

    private static LabelReading read(io.grasp.events.TaskKind kind, List<String> labels, List<String> scale) {
        LabeledRow row = aRow().build();
        LabeledInteraction record = LabeledInteraction.newBuilder(LabelRecords.labeled(row, SCHEME, "teacher-1", NOON))
                .setTaskLabels(List.of(TaskLabels.newBuilder()
                        .setTask("level")
                        .setKind(kind)
                        .setLabels(labels)
                        .setScale(scale)
                        .build()))
                .build();
        return LabelRecords.read(record);
    }

    @Test
    void aRowComesBackAsItWentWithKindScaleAndSplit() {
        LabeledRow row = new LabeledRow(
                "i-1",
                "s-1",
                "forces",
                "QUESTION",
                "why?",
                "because",
                "dunno",
                aRow().labeled("level", "low").labeled("misconception").build().labels(),
                "dev",
                NOON.minusSeconds(5));
        LabelReading reading = LabelRecords.read(LabelRecords.labeled(row, SCHEME, "teacher-1", NOON));
        assertThat(reading).isEqualTo(new LabelReading.Usable(row, SCHEME.definitions()));
    }

    @Test
    void aTaskThatWasNotLabelledIsNotInTheRecord() {
        LabeledInteraction record =
                LabelRecords.labeled(aRow().labeled("level", "low").build(), SCHEME, "teacher-1", NOON);
        assertThat(record.getTaskLabels()).extracting(TaskLabels::getTask).containsExactly("level");
    }

    @Test
    void aRowWithoutKindIsAnAnswerWrittenNow() {
        assertThat(LabelRecords.interaction(aRow().build(), NOON))
                .satisfies(interaction -> assertThat(interaction.getKind()).isEqualTo(InteractionKind.ANSWER))
                .satisfies(
                        interaction -> assertThat(interaction.getOccurredAt()).isEqualTo(NOON));
    }

    @Test
    void contradictionsAreValuesWithAReason() {
        assertThat(read(io.grasp.events.TaskKind.ORDINAL, List.of("hihg"), List.of("low", "high")))
                .isInstanceOf(LabelReading.Unusable.class);
        assertThat(read(io.grasp.events.TaskKind.ORDINAL, List.of("low"), List.of("low", "low")))
                .isInstanceOf(LabelReading.Unusable.class);
        assertThat(read(io.grasp.events.TaskKind.SINGLE_LABEL, List.of("a", "b"), List.of()))
                .isEqualTo(new LabelReading.Unusable("The labels of task level must be exactly one but are 2"));
        assertThat(read(io.grasp.events.TaskKind.MULTI_LABEL, List.of(" "), List.of()))
                .isInstanceOf(LabelReading.Unusable.class);
    }

    @Test
    void aLabelOfNoInteractionIsOne() {
        LabeledInteraction record =
                LabelRecords.labeled(aRow().withId(" ").labeled("level", "low").build(), SCHEME, "teacher-1", NOON);
        assertThat(LabelRecords.read(record)).isEqualTo(new LabelReading.Unusable("It has a blank interaction id"));
    }

    @Test
    void aTextWasWrittenWhenItHappenedOrWasLabelledIfThatWasEarlier() {
        LabeledInteraction record =
                LabelRecords.labeled(aRow().labeled("level", "low").build(), SCHEME, "teacher-1", NOON);
        assertThat(Authorship.of(record)).isEqualTo(new Authorship("s-1", NOON));
        LabeledInteraction labeledBefore = LabeledInteraction.newBuilder(record)
                .setLabeledAt(NOON.minusSeconds(1))
                .build();
        assertThat(Authorship.of(labeledBefore).writtenBy()).isEqualTo(NOON.minusSeconds(1));
    }

    @Test
    void aTaskOfAKindFromTheFutureIsLeftOut() {
        assertThat(read(io.grasp.events.TaskKind.UNKNOWN, List.of("a"), List.of()))
                .isInstanceOfSatisfying(
                        LabelReading.Usable.class,
                        usable -> assertThat(usable.row().labels()).isEmpty());
    }
}
