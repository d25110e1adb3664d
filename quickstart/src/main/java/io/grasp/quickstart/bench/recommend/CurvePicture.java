package io.grasp.quickstart.bench.recommend;

import io.grasp.quickstart.bench.plot.Plot;
import io.grasp.trainer.report.ChartStyle;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the share of best choices: a line a policy, and for the one that learns also what most schools are within. */
final class CurvePicture {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int BAND_ALPHA = 45;
    private static final Map<Policy, Color> COLORS = Map.of(
            Policy.THOMPSON, ChartStyle.BLUE, Policy.FIXED, ChartStyle.VERMILION, Policy.RANDOM, ChartStyle.GREY);

    private CurvePicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(Map<Policy, LearningCurve> curves, int block, Path file) {
        Plot.write(() -> List.of(chart(curves, block)), file);
    }

    private static XYChart chart(Map<Policy, LearningCurve> curves, int block) {
        XYChart chart = Plot.chart(WIDTH, HEIGHT, "recommendations so far", "share of best choices");
        chart.getStyler().setYAxisMax(1.0);
        chart.getStyler().setYAxisDecimalPattern("0.0");
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
        Plot.addLine(
                chart,
                policy.title(),
                color(policy),
                ends(bands, block),
                bands.stream().map(Band::mean).toList());
    }

    private static Color color(Policy policy) {
        return COLORS.getOrDefault(policy, ChartStyle.INK);
    }

    private static List<Double> ends(List<Band> bands, int block) {
        List<Double> ends = new ArrayList<>();
        for (int at = 1; at <= bands.size(); at++) {
            ends.add((double) at * block);
        }
        return ends;
    }
}
