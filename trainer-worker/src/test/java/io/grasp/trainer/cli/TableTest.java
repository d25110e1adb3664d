package io.grasp.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.metrics.Outcome;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Task LEVEL = new Task("level", TaskKind.ORDINAL, List.of("low", "middle", "high"));
    private static final Task FEELING = new Task("feeling", TaskKind.SINGLE_LABEL, List.of("a", "b", "c", "d"));

    private static TaskEvaluation evaluation(Task task, boolean abstained) {
        String first = task.labels().get(0);
        List<LabelScore> scores = task.labels().stream()
                .map(label -> new LabelScore(label, label.equals(first) ? 1 : 0))
                .toList();
        return TaskEvaluation.of(
                task,
                List.of(
                        new Outcome("i-1", "forces", Set.of(first), Set.of(first), false, scores),
                        new Outcome(
                                "i-2", "fractions", Set.of(task.labels().get(1)), Set.of(first), abstained, scores)));
    }

    private static String firstLine(Table table) {
        return table.toString().lines().findFirst().orElseThrow();
    }

    @Test
    void aColumnThatSaysNothingIsLeftOut() {
        Table plain = Table.of(Map.of("test", new Evaluation(List.of(evaluation(LEVEL, false)))));
        assertThat(firstLine(plain)).contains("kappa").doesNotContain("MAP@3", "accuracy of rest", "learning topic");

        Table ranked = Table.of(Map.of("test", new Evaluation(List.of(evaluation(FEELING, true)))));
        assertThat(firstLine(ranked)).contains("MAP@3", "accuracy of rest").doesNotContain("kappa");
        assertThat(ranked.toString().lines().skip(1))
                .containsExactly(
                        "test  feeling  2     0.500     0.333     0.333        0.750  0.500  0.500      1.000");
    }

    @Test
    void learningTopicsFollowTheirTask() {
        Table table = Table.perLearningTopic(Map.of("test", new Evaluation(List.of(evaluation(LEVEL, false)))));
        assertThat(table.toString().lines())
                .extracting(line -> line.replaceAll(" {2,}[0-9].*", ""))
                .endsWith("test  level  all", "test  level  forces", "test  level  fractions");
    }

    @Test
    void whatRoundsToZeroHasNoSign() {
        assertThat(Table.figure(-1e-17)).isEqualTo("0.000");
        assertThat(Table.figure(-0.0006)).isEqualTo("-0.001");
    }
}
