package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.plot.Plot;
import io.grasp.trainer.report.ChartStyle;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws, over the swaps, the memory of the app and how long each took. */
final class SwapPicture {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;
    private static final double MB = 1_048_576;

    private SwapPicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(Swaps swaps, Path file) {
        Plot.write(
                () -> List.of(
                        chart(
                                "memory of the app, MB",
                                ChartStyle.BLUE,
                                0,
                                swaps.residentBytes().stream()
                                        .map(bytes -> bytes / MB)
                                        .toList()),
                        chart("seconds until adopted everywhere", ChartStyle.VERMILION, 1, swaps.seconds())),
                file);
    }

    private static XYChart chart(String title, Color color, int from, List<Double> values) {
        XYChart chart = Plot.chart(WIDTH, HEIGHT, "swaps", title);
        chart.getStyler().setLegendVisible(false);
        Plot.addLine(
                chart,
                title,
                color,
                IntStream.range(from, from + values.size())
                        .mapToObj(swap -> (double) swap)
                        .toList(),
                values);
        XYSeries line = chart.getSeriesMap().get(title);
        if (line != null) {
            line.setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }
}
