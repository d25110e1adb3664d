package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalOrderTest {
    private static final int QUESTIONS = 10;
    private static final int ANSWERS = 20;

    private final List<LabeledRow> rows = rows();

    @Test
    void everyRowArrivesOnce() {
        assertThat(new ArrivalOrder(3, 1).of(rows)).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(new ArrivalOrder(100, 1).of(rows)).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void theSameSeedIsTheSameOrderAndAnotherIsNot() {
        assertThat(new ArrivalOrder(3, 1).of(rows))
                .isEqualTo(new ArrivalOrder(3, 1).of(rows))
                .isNotEqualTo(new ArrivalOrder(3, 2).of(rows));
    }

    @Test
    void neverAreMoreQuestionsOpenThanThereAreClasses() {
        List<String> arrived = questionsOf(new ArrivalOrder(3, 1).of(rows));
        Map<String, Integer> left = new HashMap<>();
        Set<String> open = new LinkedHashSet<>();
        int mostOpen = 0;
        for (String question : arrived) {
            open.add(question);
            mostOpen = Math.max(mostOpen, open.size());
            if (left.merge(question, 1, Integer::sum) == ANSWERS) {
                open.remove(question);
            }
        }
        assertThat(mostOpen).isEqualTo(3);
    }

    @Test
    void answersToOneQuestionComeBetweenThoseToOthers() {
        List<String> arrived = questionsOf(new ArrivalOrder(3, 1).of(rows));
        long changes = IntStream.range(1, arrived.size())
                .filter(at -> !arrived.get(at).equals(arrived.get(at - 1)))
                .count();
        assertThat(changes).isGreaterThan(rows.size() / 2);
    }

    @Test
    void oneClassAtATimeAnswersOneQuestionAfterTheOther() {
        List<String> arrived = questionsOf(new ArrivalOrder(1, 1).of(rows));
        for (int question = 0; question < QUESTIONS; question++) {
            assertThat(arrived.subList(question * ANSWERS, (question + 1) * ANSWERS))
                    .containsOnly(arrived.get(question * ANSWERS));
        }
    }

    @Test
    void aSchoolWithoutClassesIsRefused() {
        assertThatThrownBy(() -> new ArrivalOrder(0, 1)).hasMessageContaining("At least one");
    }

    private static List<String> questionsOf(List<LabeledRow> arrived) {
        return arrived.stream().map(row -> String.valueOf(row.prompt())).toList();
    }

    private static List<LabeledRow> rows() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int question = 0; question < QUESTIONS; question++) {
            for (int answer = 0; answer < ANSWERS; answer++) {
                rows.add(ARow.answering("question " + question, "answer " + answer));
            }
        }
        return rows;
    }
}
