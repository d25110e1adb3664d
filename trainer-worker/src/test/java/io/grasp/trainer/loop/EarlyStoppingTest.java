package io.grasp.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.arguments.Watching;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private static Watching watching(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("eval_strategy", "epoch");
        return TrainingArguments.defaults().with(all).watching();
    }

    /** How many of these evaluations there are before training ends. */
    private static int evaluations(Watching watching, double... values) {
        EarlyStopping stopping = EarlyStopping.of(watching).orElseThrow();
        @Nullable BestSoFar best = null;
        for (int i = 0; i < values.length; i++) {
            stopping = stopping.evaluated(values[i], best);
            best = stopping.metric().isBetter(values[i], best) ? new BestSoFar(values[i], i) : best;
            if (stopping.isDue()) {
                return i + 1;
            }
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void withoutPatienceTrainingNeverEndsEarly() {
        assertThat(EarlyStopping.of(watching(Map.of()))).isEmpty();
    }

    @Test
    void trainingEndsAfterSoManyEvaluationsInARowWithoutAnImprovement() {
        double[] f1 = {0.5, 0.4, 0.6, 0.6, 0.5, 0.7, 0.1, 0.1, 0.1};
        assertThat(evaluations(watching(Map.of("early_stopping_patience", 1)), f1))
                .isEqualTo(2);
        assertThat(evaluations(watching(Map.of("early_stopping_patience", 2)), f1))
                .isEqualTo(5);
        assertThat(evaluations(watching(Map.of("early_stopping_patience", 3)), f1))
                .isEqualTo(9);
    }

    @Test
    void anImprovementMustBeAboveTheThreshold() {
        double[] f1 = {0.5, 0.51, 0.52, 0.6};
        assertThat(evaluations(watching(Map.of("early_stopping_patience", 2, "early_stopping_threshold", 0.05)), f1))
                .isEqualTo(3);
        assertThat(evaluations(watching(Map.of("early_stopping_patience", 2)), f1))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void lessLossIsBetter() {
        double[] loss = {0.9, 0.8, 0.7};
        Map<String, Object> byLoss = Map.of("early_stopping_patience", 1, "metric_for_best_model", "loss");
        assertThat(evaluations(watching(byLoss), loss)).isEqualTo(Integer.MAX_VALUE);
        Map<String, Object> upsideDown = new HashMap<>(byLoss);
        upsideDown.put("greater_is_better", true);
        assertThat(evaluations(watching(upsideDown), loss)).isEqualTo(2);
    }

    @Test
    void theBestIsTheFirstOfEquals() {
        MetricForBestModel metric = MetricForBestModel.of(watching(Map.of()));
        BestSoFar first = new BestSoFar(0.5, 1);
        assertThat(metric.isBetter(0.5, null)).isTrue();
        assertThat(metric.isBetter(0.5, first)).isFalse();
        assertThat(metric.isBetter(0.6, first)).isTrue();
        assertThat(metric.isBetter(Double.NaN, first)).isFalse();
        assertThat(metric.isBetter(Double.NaN, null)).isFalse();
    }

    @Test
    void aMetricThatAnEvaluationDoesNotHaveIsNamedWithThoseThatItHas() {
        MetricForBestModel metric = MetricForBestModel.of(watching(Map.of("metric_for_best_model", "eval_f2")));
        assertThatThrownBy(() -> metric.in(Map.of("macro_f1", 0.5, "loss", 1.0)))
                .hasMessageContainingAll("metric_for_best_model is f2", "loss, macro_f1");
        assertThat(metric.in(Map.of("f2", 0.5))).isEqualTo(0.5);
    }
}
