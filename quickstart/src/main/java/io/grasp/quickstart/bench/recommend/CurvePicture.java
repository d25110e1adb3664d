package io.grasp.quickstart.bench.recommend;

import io.grasp.trainer.report.ChartImage;
import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the share of best choices: a line a policy, and for the one that learns also what most schools are within. */
final class CurvePicture {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int BAND_ALPHA = 45;
    /** Told apart by the colour-blind too (Okabe and Ito 2008). */
    private static final Map<Policy, Color> COLORS = Map.of(
            Policy.THOMPSON, new Color(0x0072B2),
            Policy.FIXED, new Color(0xD55E00),
            Policy.RANDOM, new Color(0x4D4D4D));

    private static final Color GRID = new Color(0xE3E6EA);
    private static final Color INK = new Color(0x1F2328);

    private CurvePicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(Map<Policy, LearningCurve> curves, int block, Path file) {
        byte[] png;
        try {
            png = ChartImage.png(ChartImage.painted(chart(curves, block)));
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            // what AWT throws where there are no fonts differs by Java version
            throw new IllegalStateException(
                    "The curve can't be drawn here: install fontconfig and a font, or leave out --plot", e);
        }
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the curve to " + file, e);
        }
    }

    private static XYChart chart(Map<Policy, LearningCurve> curves, int block) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("recommendations so far")
                .yAxisTitle("share of best choices")
                .build();
        style(chart.getStyler());
        Optional.ofNullable(curves.get(Policy.THOMPSON))
                .ifPresent(curve -> addBand(chart, Policy.THOMPSON, curve.bestChoices(), block));
        curves.forEach((policy, curve) -> {
            if (COLORS.containsKey(policy)) {
                addLine(chart, policy, curve.bestChoices(), block);
            }
        });
        return chart;
    }

    private static void addBand(XYChart chart, Policy policy, List<Band> bands, int block) {
        List<Double> x = new ArrayList<>(ends(bands, block));
        List<Double> back = new ArrayList<>(x);
        Collections.reverse(back);
        x.addAll(back);
        List<Double> y = new ArrayList<>(bands.stream().map(Band::low).toList());
        List<Double> highs = new ArrayList<>(bands.stream().map(Band::high).toList());
        Collections.reverse(highs);
        y.addAll(highs);
        XYSeries series = chart.addSeries(policy.title() + ", 8 of 10 schools", x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        Color color = color(policy);
        Color fill = new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA);
        series.setFillColor(fill);
        series.setLineColor(new Color(0, 0, 0, 0));
        series.setMarker(SeriesMarkers.NONE);
    }

    private static void addLine(XYChart chart, Policy policy, List<Band> bands, int block) {
        XYSeries series = chart.addSeries(
                policy.title(),
                ends(bands, block),
                bands.stream().map(Band::mean).toList());
        series.setLineColor(color(policy));
        series.setLineStyle(new BasicStroke(2));
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(color(policy));
    }

    private static Color color(Policy policy) {
        return COLORS.getOrDefault(policy, INK);
    }

    private static List<Double> ends(List<Band> bands, int block) {
        List<Double> ends = new ArrayList<>();
        for (int at = 1; at <= bands.size(); at++) {
            ends.add((double) at * block);
        }
        return ends;
    }

    private static void style(XYStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setChartFontColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setYAxisMin(0.0);
        styler.setYAxisMax(1.0);
        styler.setYAxisDecimalPattern("0.0");
        styler.setXAxisMin(0.0);
        styler.setXAxisDecimalPattern("0");
        styler.setLocale(Locale.ROOT);
        styler.setMarkerSize(6);
    }
}
