package io.grasp.trainer.evaluate;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.metrics.Outcome;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CustomMetricsTest {
    private static final Task LEVEL = new Task("level", TaskKind.ORDINAL, List.of("a", "b", "c"));
    private static final List<Outcome> TWO = List.of(outcome("fractions", "a", "c"), outcome("forces", "b", "b"));

    private static Outcome outcome(String learningTopic, String truth, String decided) {
        return new Outcome("i-1", learningTopic, Set.of(truth), Set.of(decided), false, List.of());
    }

    private static Map<String, Double> measured(CustomMetric... metrics) {
        return new CustomMetrics(List.of(metrics)).measure(LEVEL, TWO);
    }

    @Test
    void aMetricThatIsNamedAsAServiceIsInEveryEvaluationOverallAndPerLearningTopic() {
        ClassificationHead says =
                new ClassificationHead(LEVEL, new float[3][1], new float[] {0, 1, 0}, Calibration.none(LEVEL));
        List<LabeledRow> rows = List.of(
                aRow().about("fractions").labeled("level", "a").build(),
                aRow().about("forces").labeled("level", "b").build());
        Evaluation evaluation = Evaluation.of(List.of(says), rows, List.of(new float[1], new float[1]));

        TaskEvaluation level = evaluation.task("level").orElseThrow();
        assertThat(level.overall().custom()).containsExactly(Map.entry("steps_off", 0.5));
        assertThat(level.byLearningTopic())
                .hasEntrySatisfying(
                        "fractions", scores -> assertThat(scores.custom()).containsEntry("steps_off", 1.0))
                .hasEntrySatisfying(
                        "forces",
                        scores -> assertThat(scores.toMap()).containsEntry("custom", Map.of("steps_off", 0.0)));
        assertThat(evaluation.figures()).containsEntry("level_steps_off", 0.5).containsEntry("steps_off", 0.5);
    }

    @Test
    void oneThatThrowsIsLeftOutAndTheOthersAreNot() {
        CustomMetric broken = (task, outcomes) -> {
            throw new IllegalStateException("broken");
        };
        CustomMetric rows = (task, outcomes) -> Map.of("rows_seen", (double) outcomes.size());
        assertThat(measured(broken, rows)).containsExactly(Map.entry("rows_seen", 2.0));
    }

    @Test
    void aNameThatIsTakenOrOddIsLeftOut() {
        CustomMetric first = (task, outcomes) -> Map.of("a", 1.0, "macro_f1", 1.0, "Big", 1.0, "what a student", 1.0);
        CustomMetric second = (task, outcomes) -> Map.of("a", 2.0, "b", 2.0, "accuracy_when_decided", 2.0);
        assertThat(measured(first, second)).containsExactly(Map.entry("a", 1.0), Map.entry("b", 2.0));
    }

    @Test
    @SuppressWarnings("NullAway") // a metric of somebody's own may give anything
    void aValueThatIsNoFiniteNumberIsLeftOut() {
        Map<String, Double> values = new HashMap<>(Map.of("a", Double.NaN, "b", Double.NEGATIVE_INFINITY, "c", 3.0));
        values.put("d", null);
        Map<String, Double> noName = new HashMap<>();
        noName.put(null, 1.0);
        assertThat(measured((task, outcomes) -> values, (task, outcomes) -> noName, (task, outcomes) -> null))
                .containsExactly(Map.entry("c", 3.0));
    }

    /** Named in META-INF/services: how many steps on the scale decisions are off, in the mean. */
    public static final class StepsOff implements CustomMetric {
        @Override
        public Map<String, Double> measure(Task task, List<Outcome> outcomes) {
            double mean = outcomes.stream()
                    .mapToInt(outcome -> Math.abs(index(task, outcome.truth()) - index(task, outcome.decided())))
                    .average()
                    .orElseThrow();
            return task.kind() == TaskKind.ORDINAL ? Map.of("steps_off", mean) : Map.of();
        }

        private static int index(Task task, Set<String> labels) {
            return labels.stream().mapToInt(task::indexOf).max().orElse(-1);
        }
    }

    /** Named there too, but nobody can make one. */
    public static final class Unmakable implements CustomMetric {
        public Unmakable() {
            throw new IllegalStateException("broken");
        }

        @Override
        public Map<String, Double> measure(Task task, List<Outcome> outcomes) {
            return Map.of();
        }
    }
}
