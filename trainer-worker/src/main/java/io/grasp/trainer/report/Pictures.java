package io.grasp.trainer.report;

import io.grasp.model.TaskKind;
import io.grasp.model.metrics.LabelMetrics;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.knowm.xchart.internal.chartpart.Chart;

/** The pictures of a report; none where there is nothing to see, or nobody who can paint. */
interface Pictures {
    /** None at all. */
    Pictures NONE = new Pictures() {
        @Override
        public List<Block.Figure> of(History history) {
            return List.of();
        }

        @Override
        public List<Block.Figure> of(TaskEvaluation evaluation) {
            return List.of();
        }
    };

    List<Block.Figure> of(History history);

    /** Among them the confusion of labels, if {@link Confusion#isLegible}. */
    List<Block.Figure> of(TaskEvaluation evaluation);

    /** Pictures that a painter paints. */
    static Pictures by(Painter painter) {
        return new Painted(painter);
    }

    /** Those that a painter paints. */
    record Painted(Painter painter) implements Pictures {
        private static final int MOST_BARS = 30;

        @Override
        public List<Block.Figure> of(History history) {
            List<Block.Figure> figures = new ArrayList<>();
            curves(
                    figures,
                    "loss",
                    Numbers::tick,
                    history.losses(),
                    "The mean loss of the training batches since it was last logged.");
            curves(
                    figures,
                    "learning rate",
                    Numbers::small,
                    history.learningRates(),
                    "The learning rate of the next step.");
            curves(
                    figures,
                    "macro-F1",
                    Numbers::tick,
                    history.metrics(),
                    "Macro-F1 of the tuning rows, of all tasks and of each.");
            return figures;
        }

        @Override
        public List<Block.Figure> of(TaskEvaluation evaluation) {
            List<Block.Figure> figures = new ArrayList<>();
            String task = evaluation.task().name();
            if (evaluation.task().kind() != TaskKind.MULTI_LABEL) {
                Confusion confusion = Confusion.of(evaluation.task(), evaluation.overall());
                if (confusion.isLegible()) {
                    add(
                            figures,
                            Charts.confusion(confusion),
                            "Confusion matrix of task %s".formatted(task),
                            "Rows by the label that people gave and the one that the model decides.");
                }
            }
            Scores scores = evaluation.overall();
            add(
                    figures,
                    Charts.reliability(scores.reliability()),
                    "Reliability diagram of task %s".formatted(task),
                    "How often it is right when it is about so sure, with the %s of each bin. Expected calibration error: %s."
                            .formatted(
                                    evaluation.task().kind() == TaskKind.MULTI_LABEL ? "row-label pairs" : "rows",
                                    Numbers.figure(scores.probabilities().expectedCalibrationError())));
            List<LabelMetrics> bars = bars(evaluation);
            if (!bars.isEmpty()) {
                add(
                        figures,
                        Charts.f1(bars),
                        "F1 of each label of task %s".formatted(task),
                        bars.size() == MOST_BARS
                                ? "F1 of the %d labels with most rows.".formatted(MOST_BARS)
                                : "F1 of the labels that occur.");
            }
            return figures;
        }

        private void curves(
                List<Block.Figure> figures,
                String title,
                DoubleFunction<String> tick,
                List<Curve> curves,
                String caption) {
            if (curves.stream().anyMatch(curve -> curve.steps().size() > 1)) {
                add(
                        figures,
                        Charts.curves(title, tick, curves),
                        "Curves of the %s over steps".formatted(title),
                        caption);
            }
        }

        private void add(
                List<Block.Figure> figures, Supplier<? extends Chart<?, ?>> chart, String description, String caption) {
            painter.paint(chart, description).ifPresent(picture -> figures.add(new Block.Figure(picture, caption)));
        }

        /** Labels that occur, in the task's order; if too many, those with most rows. */
        private static List<LabelMetrics> bars(TaskEvaluation evaluation) {
            List<LabelMetrics> occurring = evaluation.overall().labels().stream()
                    .filter(label -> label.support() > 0)
                    .toList();
            List<LabelMetrics> most = occurring.stream()
                    .sorted(Comparator.comparingLong(LabelMetrics::support).reversed())
                    .limit(MOST_BARS)
                    .toList();
            return occurring.stream().filter(most::contains).toList();
        }
    }
}
