package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.plot.Plot;
import io.grasp.trainer.report.ChartStyle;
import java.awt.Color;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/** Draws latencies against load: a chart a percentile, a line a guarantee. */
final class LatencyPicture {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 360;
    private static final List<Color> COLORS = List.of(ChartStyle.BLUE, ChartStyle.VERMILION, ChartStyle.GREEN);

    private LatencyPicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(List<LatencyFigures> measured, Path file) {
        Plot.write(
                () -> Stream.of(50.0, 95.0, 99.0)
                        .map(percentile -> chart(percentile, measured))
                        .toList(),
                file);
    }

    private static XYChart chart(double percentile, List<LatencyFigures> measured) {
        XYChart chart = Plot.chart(WIDTH, HEIGHT, "load, % of capacity", "p%.0f, ms".formatted(percentile));
        Map<String, List<LatencyFigures>> byGuarantee = measured.stream()
                .collect(Collectors.groupingBy(LatencyFigures::guarantee, LinkedHashMap::new, Collectors.toList()));
        byGuarantee.forEach((guarantee, own) -> Plot.addLine(
                chart,
                guarantee,
                COLORS.get(chart.getSeriesMap().size() % COLORS.size()),
                own.stream().map(figures -> (double) figures.load()).toList(),
                own.stream().map(figures -> figures.waited().millis(percentile)).toList()));
        return chart;
    }
}
