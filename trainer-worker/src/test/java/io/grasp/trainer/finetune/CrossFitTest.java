package io.grasp.trainer.finetune;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrossFitTest {
    private static final int FOLDS = 4;

    private static LabeledRow row(int number, String text, String... labels) {
        return aRow().withId("i" + number).saying(text).labeled("signs", labels).build();
    }

    private static List<LabeledRow> rows() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(i % 5 == 0 ? row(i, "rare " + i, "rare") : row(i, "answer " + i));
        }
        return rows;
    }

    private static CrossFit over(List<LabeledRow> rows) {
        return new CrossFit(rows, FOLDS, row -> row.labelsFor("signs"));
    }

    @Test
    void eachRowIsJudgedOnceByAModelThatItDidNotTeach() {
        List<LabeledRow> rows = rows();
        List<Integer> judgedRows = new ArrayList<>();

        double[][] answers = over(rows).answers((taught, judged) -> {
            assertThat(taught).doesNotContainAnyElementsOf(judged).hasSize(rows.size() - judged.size());
            judgedRows.addAll(judged);
            return judged.stream().map(row -> new double[] {row}).toArray(double[][]::new);
        });

        assertThat(judgedRows).doesNotHaveDuplicates().hasSameSizeAs(rows);
        for (int row = 0; row < answers.length; row++) {
            assertThat(answers[row]).containsExactly(row);
        }
    }

    @Test
    void everyModelIsTaughtARareLabelNearlyAsOften() {
        List<LabeledRow> rows = rows();

        double[][] unused = over(rows).answers((taught, judged) -> {
            assertThat(taught.stream().filter(row -> row % 5 == 0)).hasSize(6);
            return new double[judged.size()][];
        });
    }

    @Test
    void answersOfOneWordingAreJudgedTogether() {
        List<LabeledRow> rows = new ArrayList<>(rows());
        for (int i = 0; i < 6; i++) {
            rows.add(row(100 + i, "the same", i % 2 == 0 ? "rare" : "other"));
        }
        Set<Integer> foldsWithTheSame = new HashSet<>();

        double[][] unused = over(rows).answers((taught, judged) -> {
            if (judged.stream().anyMatch(row -> row >= 40)) {
                foldsWithTheSame.add(judged.get(0));
            }
            return new double[judged.size()][];
        });

        assertThat(foldsWithTheSame).hasSize(1);
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        List<LabeledRow> rows = rows();
        List<LabeledRow> reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);

        assertThat(partition(reversed)).isEqualTo(partition(rows));
    }

    private static Set<Set<String>> partition(List<LabeledRow> rows) {
        Set<Set<String>> partition = new HashSet<>();
        double[][] unused = over(rows).answers((taught, judged) -> {
            Set<String> ids = new HashSet<>();
            judged.forEach(row -> ids.add(rows.get(row).id()));
            partition.add(ids);
            return new double[judged.size()][];
        });
        return partition;
    }
}
