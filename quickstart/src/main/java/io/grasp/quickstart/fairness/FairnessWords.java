package io.grasp.quickstart.fairness;

import io.grasp.quickstart.fairness.FairnessReport.Size;
import io.grasp.quickstart.fairness.Measure.Compared;
import io.grasp.quickstart.fairness.Measure.Figure;
import io.grasp.quickstart.screen.Excerpt;
import io.grasp.trainer.cli.Table;
import java.util.Locale;
import java.util.Optional;

/** Words a report for people. */
final class FairnessWords {
    private static final String NOTHING = "-";
    private static final String SUPPRESSED = "suppressed";
    private static final int CELL = 40;

    private final Attribute attribute;
    private final int minStudents;

    FairnessWords(Attribute attribute, int minStudents) {
        this.attribute = attribute;
        this.minStudents = minStudents;
    }

    String of(FairnessReport report) {
        String legend = """
                suppressed: fewer than %d students, or needed to hide such a group. Differences are to all other groups that
                are shown; a p-value is how often luck alone makes one as large, corrected for all comparisons here.
                """.formatted(minStudents);
        return groups(report) + "\n" + comparisons(report) + "\n" + legend;
    }

    private String groups(FairnessReport report) {
        Table table = new Table(cell(attribute.name()), "students", "interactions");
        report.groups()
                .forEach((group, size) -> table.row(
                        cell(group),
                        size.map(Size::students).map(String::valueOf).orElse(SUPPRESSED),
                        size.map(Size::interactions).map(String::valueOf).orElse(SUPPRESSED)));
        return table.toString();
    }

    private String comparisons(FairnessReport report) {
        Table table = new Table(
                "share of",
                cell(attribute.name()),
                "students",
                "cases",
                "share",
                "difference",
                "95 % interval",
                "p-value",
                "luck?");
        for (Compared compared : report.comparisons()) {
            String measure = cell(words(compared.measure()));
            compared.byGroup().forEach((group, figure) -> row(measure, group, figure, table));
        }
        return table.toString();
    }

    private static void row(String measure, String group, Optional<Figure> figure, Table table) {
        Optional<Difference> difference = figure.flatMap(Figure::difference);
        table.row(
                measure,
                cell(group),
                figure.map(each -> String.valueOf(each.students())).orElse(SUPPRESSED),
                figure.map(each -> String.valueOf(each.count().of())).orElse(NOTHING),
                figure.map(each -> Table.figure(each.count().share())).orElse(NOTHING),
                difference.map(each -> signed(each.value())).orElse(NOTHING),
                difference
                        .map(each -> signed(each.interval().low()) + " to "
                                + signed(each.interval().high()))
                        .orElse(NOTHING),
                difference.map(each -> Table.figure(each.correctedPValue())).orElse(NOTHING),
                difference.map(each -> each.mayBeLuck() ? "may be" : "hardly").orElse(NOTHING));
    }

    private static String words(Measure measure) {
        return switch (measure.kind()) {
            case ALERTED ->
                measure.name().isEmpty() ? "students with an alert" : "students with alert " + measure.name();
            case AGREEMENT -> "agreement, " + measure.name();
            case ABSTENTION -> "abstention, " + measure.name();
        };
    }

    private static String signed(double value) {
        double shown = Math.rint(value * 1000) / 1000 + 0.0;
        return String.format(Locale.ROOT, "%+.3f", shown);
    }

    private static String cell(String text) {
        return Excerpt.of(text, CELL);
    }
}
