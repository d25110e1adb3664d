package io.grasp.quickstart.bench.plot;

import io.grasp.trainer.report.ChartImage;
import io.grasp.trainer.report.ChartStyle;
import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts of benchmarks, and how they become a file. */
public final class Plot {
    private Plot() {}

    /** An empty chart that begins at 0. */
    public static XYChart chart(int width, int height, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        XYStyler styler = chart.getStyler();
        ChartStyle.apply(styler);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setYAxisMin(0.0);
        styler.setXAxisMin(0.0);
        styler.setXAxisDecimalPattern("0");
        return chart;
    }

    /** A chart of one bar a name, each with its value above it. */
    public static CategoryChart bars(int width, int height, String y, List<String> names, List<Double> values) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(width)
                .height(height)
                .yAxisTitle(y)
                .build();
        CategoryStyler styler = chart.getStyler();
        ChartStyle.apply(styler);
        styler.setLegendVisible(false);
        styler.setYAxisMin(0.0);
        styler.setYAxisDecimalPattern("#,##0");
        styler.setAvailableSpaceFill(0.6);
        styler.setLabelsVisible(true);
        styler.setLabelsPosition(0.95);
        styler.setLabelsFontColor(Color.WHITE);
        chart.addSeries(y, names, values);
        return chart;
    }

    /** Adds points that a line joins. */
    public static void addLine(XYChart chart, String name, Color color, List<Double> x, List<Double> y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(2));
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(color);
    }

    /**
     * Writes charts of one height side by side, as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    public static void write(Supplier<List<? extends Chart<?, ?>>> charts, Path file) {
        byte[] png;
        try {
            png = ChartImage.png(
                    sideBySide(charts.get().stream().map(ChartImage::painted).toList()));
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            // what AWT throws where there are no fonts differs by Java version
            throw new IllegalStateException(
                    "Nothing can be drawn here: install fontconfig and a font, or leave out --plot", e);
        }
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the plot to " + file, e);
        }
    }

    private static BufferedImage sideBySide(List<BufferedImage> images) {
        int width = images.stream().mapToInt(BufferedImage::getWidth).sum();
        BufferedImage all = new BufferedImage(width, images.get(0).getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        try {
            int left = 0;
            for (BufferedImage image : images) {
                graphics.drawImage(image, left, 0, null);
                left += image.getWidth();
            }
        } finally {
            graphics.dispose();
        }
        return all;
    }
}
