package io.grasp.trainer.dataset;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.ARow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConflictsTest {
    private static LabeledRow saying(String id, String text, String task, String... held) {
        return aRow().withId(id).saying(text).labeled(task, held).build();
    }

    @Test
    void twoPeopleWhoAgreeAreNoConflict() {
        assertThat(Conflicts.of(List.of(saying("a", "2/5", "level", "low"), saying("b", "2/5", "level", "low"))))
                .satisfies(conflicts -> assertThat(conflicts.isEmpty()).isTrue());
    }

    @Test
    void theSameWordsWithOtherLabelsAreOne() {
        List<LabeledRow> rows = List.of(
                saying("a", "The HALF", "level", "low"),
                saying("b", " the  half ", "level", "high"),
                saying("c", "the half", "level", "low"),
                saying("d", "the third", "level", "high"));
        assertThat(Conflicts.of(rows).byTask())
                .isEqualTo(Map.of("level", new Conflicts.OfTask(1, 3, List.of(new Conflicts.Pair("a", "b")))));
    }

    @Test
    void aTaskThatOneOfThemIsNotLabelledForIsNone() {
        List<LabeledRow> rows = List.of(
                saying("a", "2/5", "level", "low"),
                aRow().withId("b")
                        .saying("2/5")
                        .labeled("level", "low")
                        .labeled("misconception", "add-across")
                        .build());
        assertThat(Conflicts.of(rows).isEmpty()).isTrue();
    }

    @Test
    void theOrderOfLabelsIsNoConflictButTheirAbsenceIs() {
        List<LabeledRow> rows =
                List.of(saying("a", "2/5", "misconception", "x", "y"), saying("b", "2/5", "misconception", "y", "x"));
        assertThat(Conflicts.of(rows).isEmpty()).isTrue();
        assertThat(Conflicts.of(List.of(rows.get(0), saying("c", "2/5", "misconception")))
                        .texts())
                .isEqualTo(Map.of("misconception", 1));
    }

    @Test
    void anotherLearningTopicOrPromptIsAnotherMatter() {
        ARow low = aRow().withId("a").saying("yes").labeled("level", "low");
        LabeledRow elsewhere = aRow().withId("b")
                .about("physics.forces")
                .saying("yes")
                .labeled("level", "high")
                .build();
        LabeledRow otherwise = aRow().withId("c")
                .answering("is it?")
                .saying("yes")
                .labeled("level", "high")
                .build();
        assertThat(Conflicts.of(List.of(low.build(), elsewhere, otherwise)).isEmpty())
                .isTrue();
    }

    @Test
    void aFewExamplesAreEnoughAndNoneShowsAText() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rows.add(saying("a" + i, "secret " + i, "level", "low"));
            rows.add(saying("b" + i, "secret " + i, "level", "high"));
        }
        Conflicts conflicts = Conflicts.of(rows);
        assertThat(conflicts.texts()).isEqualTo(Map.of("level", 9));
        assertThat(conflicts.examples().get("level")).hasSize(3);
        assertThat(conflicts.toString()).doesNotContain("secret");
        assertThat(Dataset.of(rows, List.of()).conflicts()).isEqualTo(conflicts);
    }
}
