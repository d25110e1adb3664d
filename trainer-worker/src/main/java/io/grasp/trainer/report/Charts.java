package io.grasp.trainer.report;

import io.grasp.model.metrics.LabelMetrics;
import io.grasp.model.metrics.ReliabilityBin;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What our charts look like. */
final class Charts {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 340;
    /** Never so dark that black digits could not be read on it. */
    private static final Color[] HEAT = {Color.WHITE, new Color(0xC6DBEF), new Color(0x6BAED6)};

    /** More would hide their curve. */
    private static final int MOST_MARKERS = 40;

    private static final int MOST_TICKS = 12;
    private static final int LONGEST_LABEL = 28;
    /** A letter of a tick label, about. */
    private static final int LETTER_PIXELS = 7;

    private Charts() {}

    /**
     * Values over steps.
     *
     * @param tick how a value beside the axis is written
     */
    static Supplier<XYChart> curves(String valueTitle, DoubleFunction<String> tick, List<Curve> curves) {
        return () -> {
            XYChart chart = new XYChartBuilder()
                    .width(WIDTH)
                    .height(HEIGHT)
                    .xAxisTitle("step")
                    .yAxisTitle(valueTitle)
                    .build();
            ChartStyle.apply(chart.getStyler());
            chart.getStyler().setLegendVisible(curves.size() > 1);
            chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
            chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
            chart.getStyler().setXAxisMin(0.0);
            chart.getStyler().setXAxisDecimalPattern("0");
            int last = curves.stream().mapToInt(Curve::lastStep).max().orElse(0);
            if (last > MOST_TICKS) {
                // values at equal distances would make ticks of steps such as 167, 334 and 501
                chart.getStyler().setXAxisMax(last + 0.5);
            }
            chart.getStyler().setyAxisTickLabelsFormattingFunction(tick::apply);
            for (Curve curve : curves) {
                List<Double> steps =
                        curve.steps().stream().map(Integer::doubleValue).toList();
                XYSeries series = chart.addSeries(History.title(curve.name()), steps, curve.values());
                series.setMarker(steps.size() > MOST_MARKERS ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
            }
            return chart;
        };
    }

    /** A heat map of true against decided labels, the first label at the top left. */
    static Supplier<HeatMapChart> confusion(Confusion confusion) {
        return () -> {
            List<String> decided = shortened(confusion.decided());
            List<String> truth = shortened(confusion.truth());
            int longest = Math.max(longest(decided), longest(truth));
            int cell = Math.max(64, Math.min(600 / Math.max(1, decided.size()), longest(decided) * LETTER_PIXELS + 12));
            boolean rotated = longest(decided) * LETTER_PIXELS > cell;
            HeatMapChart chart = new HeatMapChartBuilder()
                    .width(Math.max(360, 120 + longest * LETTER_PIXELS + cell * decided.size()))
                    .height(120 + (rotated ? longest * 5 : 20) + 44 * truth.size())
                    .xAxisTitle("decided")
                    .yAxisTitle("true")
                    .build();
            ChartStyle.apply(chart.getStyler());
            rotate(chart.getStyler(), rotated);
            chart.getStyler().setLegendVisible(false);
            chart.getStyler().setPlotContentSize(1);
            chart.getStyler().setPlotGridLinesVisible(false);
            chart.getStyler().setRangeColors(HEAT);
            chart.getStyler().setMin(0);
            chart.getStyler().setMax((double) Math.max(1, confusion.most()));
            chart.getStyler().setDrawBorder(true);
            chart.getStyler().setShowValue(true);
            chart.getStyler().setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
            chart.getStyler().setValueFontColor(ChartStyle.INK);
            Collections.reverse(truth);
            chart.addSeries("rows", decided, truth, confusion.cells());
            return chart;
        };
    }

    /** A bar a label. */
    static Supplier<CategoryChart> f1(List<LabelMetrics> labels) {
        return () -> {
            List<String> names =
                    shortened(labels.stream().map(LabelMetrics::label).toList());
            int bar = Math.max(36, Math.min(90, 480 / Math.max(1, names.size())));
            boolean rotated = longest(names) * LETTER_PIXELS > bar;
            CategoryChart chart = new CategoryChartBuilder()
                    .width(Math.max(360, 110 + bar * names.size() + (rotated ? longest(names) * 3 : 0)))
                    .height(290 + (rotated ? longest(names) * 5 : 0))
                    .yAxisTitle("F1")
                    .build();
            ChartStyle.apply(chart.getStyler());
            rotate(chart.getStyler(), rotated);
            chart.getStyler().setLegendVisible(false);
            chart.getStyler().setYAxisMin(0.0);
            chart.getStyler().setYAxisMax(1.0);
            if (rotated) {
                // else the first label has no room, and is left out
                chart.getStyler().setYAxisLeftWidthHint(longest(names) * 5);
            }
            chart.getStyler().setAvailableSpaceFill(0.7);
            chart.getStyler().setDecimalPattern("0.00");
            chart.getStyler().setLabelsVisible(true);
            chart.getStyler().setLabelsPosition(0.5);
            chart.addSeries("F1", names, labels.stream().map(LabelMetrics::f1).toList());
            return chart;
        };
    }

    /** How often a model is right against how sure it is; on the diagonal where its confidence is honest. */
    static Supplier<XYChart> reliability(List<ReliabilityBin> bins) {
        return () -> {
            XYChart chart = new XYChartBuilder()
                    .width(380)
                    .height(360)
                    .xAxisTitle("confidence")
                    .yAxisTitle("share that is right")
                    .build();
            ChartStyle.apply(chart.getStyler());
            chart.getStyler().setLegendVisible(false);
            chart.getStyler().setXAxisMin(0.0);
            chart.getStyler().setXAxisMax(1.0);
            chart.getStyler().setYAxisMin(0.0);
            chart.getStyler().setYAxisMax(1.0);
            chart.getStyler().setXAxisDecimalPattern("0.0");
            chart.getStyler().setYAxisDecimalPattern("0.0");
            chart.getStyler().setMarkerSize(8);
            chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            chart.getStyler().setAnnotationTextFontColor(ChartStyle.INK);
            chart.addSeries("honest", List.of(0.0, 1.0), List.of(0.0, 1.0))
                    .setMarker(SeriesMarkers.NONE)
                    .setLineColor(Color.GRAY)
                    .setLineStyle(SeriesLines.DASH_DASH);
            chart.addSeries(
                            "observed",
                            bins.stream().map(ReliabilityBin::confidence).toList(),
                            bins.stream().map(ReliabilityBin::accuracy).toList())
                    .setMarker(SeriesMarkers.CIRCLE)
                    .setMarkerColor(ChartStyle.BLUE)
                    .setLineStyle(SeriesLines.NONE);
            for (ReliabilityBin bin : bins) {
                // above its point, or below where there is no room
                double beside = bin.accuracy() > 0.9 ? bin.accuracy() - 0.05 : bin.accuracy() + 0.05;
                chart.addAnnotation(new AnnotationText(String.valueOf(bin.rows()), bin.confidence(), beside, false));
            }
            return chart;
        };
    }

    /** Labels that are too long to stand side by side end below their tick. */
    private static void rotate(AxesChartStyler styler, boolean rotated) {
        if (rotated) {
            styler.setXAxisLabelRotation(45);
            styler.setXAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
            styler.setXAxisLabelAlignmentVertical(AxesChartStyler.TextAlignment.Right);
        }
    }

    private static int longest(List<String> labels) {
        return labels.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Labels that fit beside an axis, still told apart. */
    private static List<String> shortened(List<String> labels) {
        List<String> shortened = new ArrayList<>();
        for (String label : labels) {
            String fitting = label.length() <= LONGEST_LABEL
                    ? label
                    : label.substring(0, LONGEST_LABEL - 9) + "…" + label.substring(label.length() - 8);
            shortened.add(shortened.contains(fitting) ? fitting + " #" + shortened.size() : fitting);
        }
        return shortened;
    }
}
