package io.grasp.quickstart.bench.scale;

import io.grasp.quickstart.bench.plot.Plot;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.CategoryChart;

/** Draws how many interactions a second are classified: a small chart a dimension, a bar a value. */
final class ScalePicture {
    private static final int LEAST_WIDTH = 240;
    private static final int WIDTH_OF_A_BAR = 65;
    private static final int HEIGHT = 260;

    private ScalePicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(List<Growth> growths, Path file) {
        Plot.write(() -> growths.stream().map(ScalePicture::chart).toList(), file);
    }

    private static CategoryChart chart(Growth growth) {
        List<Growth.Figures> figures = growth.figures();
        CategoryChart chart = Plot.bars(
                Math.max(LEAST_WIDTH, WIDTH_OF_A_BAR * figures.size()),
                HEIGHT,
                "interactions a second",
                figures.stream().map(point -> String.valueOf(point.value())).toList(),
                figures.stream().map(point -> point.speed().median()).toList());
        chart.setXAxisTitle(growth.dimension().written());
        return chart;
    }
}
