package io.grasp.trainer.dataset;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private static final TaskDefinition ENGAGEMENT = new TaskDefinition("engagement", TaskKind.SINGLE_LABEL, List.of());
    private static final TaskDefinition MISCONCEPTION =
            new TaskDefinition("misconception", TaskKind.MULTI_LABEL, List.of());
    private static final TaskDefinition LEVEL =
            new TaskDefinition("level", TaskKind.ORDINAL, List.of("low", "middle", "high"));

    @Test
    void duplicatesNeverStraddleSides() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<LabeledRow> rows = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String text = "answer " + random.nextInt(100);
                rows.add(aRow().withId("i" + i)
                        .saying(random.nextBoolean() ? text : "  " + text.toUpperCase(java.util.Locale.ROOT))
                        .build());
            }
            Dataset dataset = Dataset.of(rows, List.of());
            Set<String> seen = new HashSet<>();
            Stream.of(dataset.training(), dataset.validation(), dataset.heldOut())
                    .forEach(side -> {
                        Set<String> texts = side.stream()
                                .map(row -> HashSplit.normalized(row.text()))
                                .collect(Collectors.toSet());
                        assertThat(seen).doesNotContainAnyElementsOf(texts);
                        seen.addAll(texts);
                    });
            assertThat(seen).hasSizeGreaterThan(90);
        }
    }

    @Test
    void aRowStaysOnItsSideWhenOthersComeIn() {
        LabeledRow row = aRow().saying("halves are bigger").build();
        List<LabeledRow> more = new ArrayList<>(List.of(row));
        for (int i = 0; i < 50; i++) {
            more.add(aRow().saying("text " + i).build());
        }
        Dataset alone = Dataset.of(List.of(row), List.of());
        Dataset together = Dataset.of(more, List.of());
        assertThat(together.training().contains(row)).isEqualTo(alone.training().contains(row));
        assertThat(together.heldOut().contains(row)).isEqualTo(alone.heldOut().contains(row));
    }

    @Test
    void aNamedSplitIsAnEvaluationSetAndTrainIsPartedForTuning() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(aRow().saying("train " + i).inSplit("train").build());
            rows.add(aRow().saying("dev " + i).inSplit("dev_ua").build());
        }
        Dataset dataset = Dataset.of(rows, List.of());
        assertThat(dataset.evaluation()).containsOnlyKeys("dev_ua");
        assertThat(dataset.heldOut()).hasSize(200);
        assertThat(dataset.validation()).hasSizeBetween(15, 50);
        assertThat(dataset.training()).hasSize(200 - dataset.validation().size());
    }

    @Test
    void aBlankAnswerTeachesNothingAndIsCounted() {
        Dataset dataset = Dataset.of(List.of(aRow().saying(" \n").build()), List.of());
        assertThat(dataset.skippedBlank()).isEqualTo(1);
        assertThat(dataset.training()).isEmpty();
    }

    @Test
    void aBlankSplitIsNoneAndSpacesAroundOneDoNotMatter() {
        LabeledRow unnamed = aRow().saying("halves").build();
        assertThat(Dataset.splitOf(aRow().saying("halves").inSplit(" ").build()))
                .isEqualTo(Dataset.splitOf(unnamed));
        assertThat(Dataset.splitOf(aRow().inSplit(" train ").build())).isEqualTo(LabeledRow.TRAIN);
        assertThat(Dataset.splitOf(aRow().inSplit("dev ").build())).isEqualTo("dev");
    }

    @Test
    void aRowTrainsIfItIsAmongTheTrainingRows() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(aRow().saying("text " + i).build());
            rows.add(aRow().saying("text " + i).inSplit("train").build());
            rows.add(aRow().saying("text " + i).inSplit("dev").build());
        }
        rows.add(aRow().saying(" ").build());
        assertThat(rows.stream().filter(Dataset::trains))
                .isEqualTo(Dataset.of(rows, List.of()).training());
    }

    @Test
    void whatIsOnlyInEvaluationIsNamed() {
        Dataset dataset = Dataset.of(
                List.of(
                        aRow().saying("one")
                                .inSplit("train")
                                .labeled("engagement", "neutral")
                                .build(),
                        aRow().saying("two")
                                .inSplit("dev")
                                .labeled("engagement", "bored")
                                .labeled("misconception", "x", "y")
                                .build(),
                        aRow().saying("six")
                                .inSplit("other")
                                .labeled("engagement", "neutral")
                                .labeled("level", "low")
                                .build()),
                List.of(ENGAGEMENT, MISCONCEPTION, LEVEL));
        assertThat(dataset.training()).hasSize(1);
        assertThat(dataset.labelsOnlyInEvaluation())
                .isEqualTo(Map.of(
                        "engagement", Set.of("bored"), "level", Set.of("low"), "misconception", Set.of("x", "y")));
        assertThat(Dataset.of(List.of(), List.of()).labelsOnlyInEvaluation()).isEmpty();
    }

    @Test
    void ofBlankAnswersNothingIsLeft() {
        Dataset dataset = Dataset.of(
                List.of(
                        aRow().saying("").labeled("engagement", "bored").build(),
                        aRow().saying("\u3000").labeled("engagement", "neutral").build()),
                List.of(ENGAGEMENT));
        assertThat(dataset)
                .isEqualTo(
                        new Dataset(List.of(), List.of(), Map.of(), List.of(), 2, Conflicts.of(List.of()), Map.of()));
    }

    @Test
    void labelsAreThoseOfTrainingRowsOnly() {
        List<LabeledRow> rows = List.of(
                aRow().saying("one")
                        .inSplit("train")
                        .labeled("engagement", "neutral")
                        .build(),
                aRow().saying("two")
                        .inSplit("train")
                        .labeled("engagement", "bored")
                        .build(),
                aRow().saying("six")
                        .inSplit("dev")
                        .labeled("engagement", "engaged")
                        .build());
        assertThat(Tasks.from(List.of(ENGAGEMENT), rows.subList(0, 2)))
                .containsExactly(new Task("engagement", TaskKind.SINGLE_LABEL, List.of("bored", "neutral")));
    }

    @Test
    void anOrdinalTaskHasItsWholeScale() {
        List<LabeledRow> rows = List.of(
                aRow().labeled("level", "high").build(),
                aRow().labeled("level", "low").build());
        assertThat(Tasks.from(List.of(LEVEL), rows))
                .containsExactly(new Task("level", TaskKind.ORDINAL, List.of("low", "middle", "high")));
    }

    @Test
    void aTaskWithNothingToTellApartIsLeftOut() {
        List<LabeledRow> rows = List.of(
                aRow().labeled("engagement", "bored").labeled("misconception").build());
        assertThat(Tasks.from(List.of(ENGAGEMENT, MISCONCEPTION), rows)).isEmpty();
    }

    @Test
    void aRowNeverShowsItsText() {
        assertThat(aRow().saying("secret").build().toString()).doesNotContain("secret");
    }
}
