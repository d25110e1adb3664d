package io.grasp.quickstart.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.quickstart.fairness.FairnessReport.Size;
import io.grasp.quickstart.fairness.Measure.Figure;
import io.grasp.quickstart.fairness.Measure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FairnessReportTest {
    private static final Measure LEVEL = new Measure(Kind.AGREEMENT, "comprehension");
    private static final Measure ANY_ALERT = new Measure(Kind.ALERTED, "");

    private static StudentOutcome student(String group, boolean isAlerted, int agreed, int labeled) {
        return new StudentOutcome(
                group,
                5,
                isAlerted ? Set.of("falling-mastery") : Set.of(),
                labeled == 0 ? Map.of() : Map.of("comprehension", new Count(agreed, labeled)),
                Map.of("comprehension", new Count(1, 5)));
    }

    private static List<StudentOutcome> group(String group, int students, int alerted, int agreed, int labeled) {
        List<StudentOutcome> all = new ArrayList<>();
        for (int i = 0; i < students; i++) {
            all.add(student(group, i < alerted, agreed, labeled));
        }
        return all;
    }

    @SafeVarargs
    private static FairnessReport report(List<StudentOutcome>... groups) {
        List<StudentOutcome> all = new ArrayList<>();
        for (List<StudentOutcome> group : groups) {
            all.addAll(group);
        }
        return FairnessReport.of(all, new Suppression(10), new PermutationTest(1));
    }

    private static Map<String, Optional<Figure>> figures(FairnessReport report, Measure measure) {
        return report.comparisons().stream()
                .filter(compared -> compared.measure().equals(measure))
                .findFirst()
                .orElseThrow()
                .byGroup();
    }

    private static Figure figure(FairnessReport report, Measure measure, String group) {
        return Optional.ofNullable(figures(report, measure).get(group))
                .flatMap(figure -> figure)
                .orElseThrow();
    }

    @Test
    void aGroupIsComparedWithAllOthers() {
        FairnessReport report = report(group("de", 20, 15, 3, 4), group("en", 30, 3, 4, 4), group("fr", 10, 1, 4, 4));

        Figure german = figure(report, ANY_ALERT, "de");
        assertThat(german.count()).isEqualTo(new Count(15, 20));
        assertThat(german.difference().orElseThrow().value()).isCloseTo(15 / 20.0 - 4 / 40.0, within(1e-12));
        assertThat(german.difference().orElseThrow().mayBeLuck()).isFalse();
        assertThat(figure(report, LEVEL, "de").difference().orElseThrow().value())
                .isCloseTo(0.75 - 1, within(1e-12));
        assertThat(report.groups()).containsEntry("de", Optional.of(new Size(20, 100)));
    }

    @Test
    void eachRuleHasAShareOfItsOwn() {
        FairnessReport report = report(group("de", 20, 5, 0, 0), group("en", 30, 3, 0, 0));

        assertThat(figure(report, new Measure(Kind.ALERTED, "falling-mastery"), "de")
                        .count())
                .isEqualTo(new Count(5, 20));
    }

    @Test
    void twoGroupsMakeOneComparison() {
        FairnessReport report = report(group("de", 20, 5, 0, 0), group("en", 30, 5, 0, 0));

        Difference one = figure(report, ANY_ALERT, "de").difference().orElseThrow();
        assertThat(figure(report, ANY_ALERT, "en").difference()).contains(one.mirrored());
        // any alert, this alert, abstention: three comparisons
        assertThat(one.correctedPValue()).isCloseTo(Math.min(1, 3 * one.pValue()), within(1e-12));
    }

    @Test
    void aLoneGroupIsComparedWithNobody() {
        assertThat(figure(report(group("de", 20, 5, 0, 0)), ANY_ALERT, "de").difference())
                .isEmpty();
    }

    @Test
    void aGroupOfWhichFewAreLabelledIsSuppressedThereOnly() {
        List<StudentOutcome> english = group("en", 20, 2, 0, 0);
        english.addAll(group("en", 3, 0, 1, 1));

        FairnessReport report =
                report(group("de", 20, 2, 1, 1), english, group("fr", 30, 2, 1, 1), group("it", 0, 0, 0, 0));

        assertThat(figures(report, LEVEL).get("en")).isEmpty();
        assertThat(figures(report, LEVEL).get("de"))
                .as("or else English is what is missing from a total")
                .isEmpty();
        assertThat(figures(report, LEVEL).get("fr")).isPresent();
        assertThat(figures(report, ANY_ALERT).get("en")).isPresent();
    }

    @Test
    void nothingIsSaidOfASuppressedGroupButThatItIs() {
        FairnessReport report = report(group("de", 40, 2, 1, 1), group("en", 30, 2, 1, 1), group("is", 3, 3, 1, 1));

        assertThat(report.groups().get("is")).isEmpty();
        assertThat(report.groups().get("en")).isEmpty();
        assertThat(figures(report, ANY_ALERT)).containsOnlyKeys("de");
    }

    @Property(tries = 100)
    void noFigureDependsOnWhatBecameOfSuppressedStudents(@ForAll long seed) {
        Random random = new Random(seed);
        List<StudentOutcome> shown = new ArrayList<>();
        shown.addAll(group("de", 25, 5, 2, 3));
        shown.addAll(group("en", 30, 7, 1, 3));
        List<StudentOutcome> onceSo = new ArrayList<>(shown);
        List<StudentOutcome> onceOtherwise = new ArrayList<>(shown);
        for (int i = 0; i < 12; i++) {
            String group = i < 5 ? "fo" : "is";
            onceSo.add(student(group, random.nextBoolean(), random.nextInt(4), 3));
            onceOtherwise.add(student(group, random.nextBoolean(), random.nextInt(4), 3));
        }

        assertThat(report(onceSo)).isEqualTo(report(onceOtherwise));
    }
}
