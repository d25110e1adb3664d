package io.grasp.quickstart.bench;

import io.grasp.quickstart.bench.plot.Plot;
import io.grasp.trainer.report.ChartStyle;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;

/** Draws how state on disk and speed change with the number of students: a line a number of learning topics. */
final class GrowthPicture {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;
    private static final double BYTES_OF_A_MB = 1_000_000;
    private static final List<Color> COLORS =
            List.of(ChartStyle.BLUE, ChartStyle.VERMILION, ChartStyle.GREEN, ChartStyle.GREY);

    private GrowthPicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(List<DecisionFigures> measured, Path file) {
        Plot.write(
                () -> List.of(
                        chart(measured, "state on disk, MB", figures -> figures.stateBytes() / BYTES_OF_A_MB),
                        chart(measured, "classifications a second and core", DecisionFigures::perCoreSecond)),
                file);
    }

    private static XYChart chart(
            List<DecisionFigures> measured, String title, ToDoubleFunction<DecisionFigures> figure) {
        XYChart chart = Plot.chart(WIDTH, HEIGHT, "students", title);
        chart.getStyler().setXAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisDecimalPattern("#,##0");
        Map<Integer, List<DecisionFigures>> byLearningTopics = measured.stream()
                .collect(Collectors.groupingBy(
                        each -> each.population().learningTopics(), TreeMap::new, Collectors.toList()));
        byLearningTopics.forEach((topics, runs) -> Plot.addLine(
                chart,
                topics == 1 ? "1 learning topic" : topics + " learning topics",
                COLORS.get(chart.getSeriesMap().size() % COLORS.size()),
                runs.stream().map(run -> (double) run.population().students()).toList(),
                runs.stream().map(figure::applyAsDouble).toList()));
        return chart;
    }
}
