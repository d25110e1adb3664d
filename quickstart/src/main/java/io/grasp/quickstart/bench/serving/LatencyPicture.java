package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.plot.Plot;
import io.grasp.trainer.report.ChartStyle;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;

/** Draws latencies against load: a chart a guarantee, a line a percentile. */
final class LatencyPicture {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;

    private LatencyPicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(List<LatencyFigures> measured, Path file) {
        List<String> guarantees =
                measured.stream().map(LatencyFigures::guarantee).distinct().toList();
        Plot.write(
                () -> guarantees.stream()
                        .map(guarantee -> chart(
                                guarantee,
                                measured.stream()
                                        .filter(figures -> figures.guarantee().equals(guarantee))
                                        .toList()))
                        .toList(),
                file);
    }

    private static XYChart chart(String guarantee, List<LatencyFigures> measured) {
        XYChart chart = Plot.chart(WIDTH, HEIGHT, "% of capacity, " + guarantee, "ms to the committed answer");
        addLine(chart, "p50", ChartStyle.GREEN, 50, measured);
        addLine(chart, "p95", ChartStyle.BLUE, 95, measured);
        addLine(chart, "p99", ChartStyle.VERMILION, 99, measured);
        return chart;
    }

    private static void addLine(
            XYChart chart, String name, Color color, double percentile, List<LatencyFigures> measured) {
        Plot.addLine(
                chart,
                name,
                color,
                measured.stream().map(figures -> (double) figures.load()).toList(),
                measured.stream()
                        .map(figures -> figures.waited().millis(percentile))
                        .toList());
    }
}
