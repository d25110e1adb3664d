package io.grasp.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.finetune.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static History history(LogEntry... entries) {
        return new History(List.of(entries), "macro_f1");
    }

    @Test
    void withoutEvaluationsTheTableHasTheLoss() {
        Block.Table table = history(
                        new LogEntry(10, 0.5, Map.of("loss", 1.5)), new LogEntry(20, 1, Map.of("loss", 0.75)))
                .table()
                .orElseThrow();
        assertThat(table.rows()).containsExactly(List.of("10", "0.50", "1.500"), List.of("20", "1.00", "0.750"));
    }

    @Test
    void aLongTableIsThinnedOutButKeepsTheEnd() {
        History history = new History(
                IntStream.rangeClosed(1, 1001)
                        .mapToObj(step -> new LogEntry(step, step / 100.0, Map.of("loss", 1.0)))
                        .toList(),
                "macro_f1");
        List<List<String>> rows = history.table().orElseThrow().rows();
        assertThat(rows).hasSize(History.MOST_ROWS);
        assertThat(rows.get(rows.size() - 1).get(0)).isEqualTo("1001");
    }

    @Test
    void oneLearningRateIsNotToldTwice() {
        History history = history(
                new LogEntry(1, 0.1, Map.of("learning_rate", 1e-3)),
                new LogEntry(1, 0.1, Map.of("head_learning_rate", 1e-3)));
        assertThat(history.learningRates()).hasSize(1);
    }

    @Test
    void theMetricForTheBestModelIsShownWhateverItIs() {
        History history = new History(
                List.of(new LogEntry(1, 0.1, Map.of("eval_macro_f1", 0.5, "eval_brier", 0.2, "eval_f1_micro", 0.4))),
                "brier");
        assertThat(history.metrics()).extracting(Curve::name).containsExactlyInAnyOrder("eval_macro_f1", "eval_brier");
    }

    @Test
    void valuesThatAreNoNumbersAreNoPartOfACurve() {
        History history =
                history(new LogEntry(1, 0.1, Map.of("loss", Double.NaN)), new LogEntry(2, 0.2, Map.of("loss", 1.0)));
        assertThat(history.losses())
                .singleElement()
                .satisfies(curve -> assertThat(curve.steps()).containsExactly(2));
    }

    @Test
    void ofATrainingThatLoggedNothingThereIsNothingToTell() {
        assertThat(history().isEmpty()).isTrue();
        assertThat(history().table()).isEmpty();
        assertThat(history().speed()).isEmpty();
    }
}
