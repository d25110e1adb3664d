package io.grasp.quickstart.fairness;

import static java.util.stream.Collectors.groupingBy;

import io.grasp.quickstart.fairness.Measure.Compared;
import io.grasp.quickstart.fairness.Measure.Figure;
import io.grasp.quickstart.fairness.Measure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Groups of students side by side. No figure tells of a suppressed group: there are no totals, and the rest that a
 * group is compared with is made of groups that are shown.
 *
 * @param groups empty for a suppressed group
 */
record FairnessReport(SortedMap<String, Optional<Size>> groups, List<Compared> comparisons) {
    /** How large a group is. */
    record Size(int students, long interactions) {}

    static FairnessReport of(Collection<StudentOutcome> students, Suppression suppression, PermutationTest test) {
        SortedMap<String, List<StudentOutcome>> byGroup =
                new TreeMap<>(students.stream().collect(groupingBy(StudentOutcome::group)));
        Set<String> suppressed = suppression.of(sizes(byGroup), Set.of());
        SortedMap<String, Optional<Size>> groups = new TreeMap<>();
        byGroup.forEach((group, members) -> groups.put(
                group,
                suppressed.contains(group)
                        ? Optional.empty()
                        : Optional.of(new Size(
                                members.size(),
                                members.stream()
                                        .mapToLong(StudentOutcome::interactions)
                                        .sum()))));
        List<Compared> comparisons = measures(byGroup, suppressed).stream()
                .map(measure -> compared(measure, byGroup, suppressed, suppression, test))
                .filter(compared -> !compared.byGroup().isEmpty())
                .toList();
        return new FairnessReport(groups, corrected(comparisons));
    }

    /** Those that a group that is shown has; the others' would tell of them. */
    private static List<Measure> measures(Map<String, List<StudentOutcome>> byGroup, Set<String> suppressed) {
        List<StudentOutcome> shown = byGroup.entrySet().stream()
                .filter(group -> !suppressed.contains(group.getKey()))
                .flatMap(group -> group.getValue().stream())
                .toList();
        List<Measure> measures = new ArrayList<>();
        Set<String> rules = new TreeSet<>();
        Set<String> labeled = new TreeSet<>();
        Set<String> classified = new TreeSet<>();
        shown.forEach(student -> {
            rules.addAll(student.alertRules());
            labeled.addAll(student.agreement().keySet());
            classified.addAll(student.abstention().keySet());
        });
        measures.add(new Measure(Kind.ALERTED, ""));
        rules.forEach(rule -> measures.add(new Measure(Kind.ALERTED, rule)));
        labeled.forEach(task -> measures.add(new Measure(Kind.AGREEMENT, task)));
        classified.forEach(task -> measures.add(new Measure(Kind.ABSTENTION, task)));
        return measures;
    }

    private static Compared compared(
            Measure measure,
            Map<String, List<StudentOutcome>> byGroup,
            Set<String> alreadySuppressed,
            Suppression suppression,
            PermutationTest test) {
        SortedMap<String, List<Count>> cases = new TreeMap<>();
        byGroup.forEach((group, members) -> {
            List<Count> counts =
                    members.stream().map(measure::of).flatMap(Optional::stream).toList();
            if (!counts.isEmpty()) {
                cases.put(group, counts);
            }
        });
        Set<String> suppressed = suppression.of(sizes(cases), alreadySuppressed);
        SortedMap<String, List<Count>> shown = new TreeMap<>(cases);
        shown.keySet().removeAll(suppressed);
        Map<String, Difference> differences = differences(shown, test);
        SortedMap<String, Optional<Figure>> figures = new TreeMap<>();
        cases.keySet().stream()
                .filter(group -> !alreadySuppressed.contains(group))
                .forEach(group -> figures.put(
                        group,
                        Optional.ofNullable(shown.get(group))
                                .map(counts -> new Figure(
                                        counts.size(),
                                        counts.stream().reduce(Count.NONE, Count::plus),
                                        Optional.ofNullable(differences.get(group))))));
        return new Compared(measure, figures);
    }

    /** Of two groups each is the other's rest, and that is one comparison. */
    private static Map<String, Difference> differences(SortedMap<String, List<Count>> shown, PermutationTest test) {
        Map<String, Difference> differences = new HashMap<>();
        if (shown.size() == 2) {
            List<List<Count>> both = List.copyOf(shown.values());
            Difference difference = difference(both.get(0), both.get(1), test);
            differences.put(shown.firstKey(), difference);
            differences.put(shown.lastKey(), difference.mirrored());
        } else if (shown.size() > 2) {
            shown.forEach((group, counts) -> {
                List<Count> rest = shown.entrySet().stream()
                        .filter(other -> !other.getKey().equals(group))
                        .flatMap(other -> other.getValue().stream())
                        .toList();
                differences.put(group, difference(counts, rest, test));
            });
        }
        return differences;
    }

    private static Difference difference(List<Count> group, List<Count> rest, PermutationTest test) {
        ClusteredShare one = ClusteredShare.of(group);
        ClusteredShare other = ClusteredShare.of(rest);
        double pValue = test.pValue(group, rest);
        return new Difference(one.share() - other.share(), DifferenceInterval.of(one, other), pValue, pValue);
    }

    private static List<Compared> corrected(List<Compared> comparisons) {
        List<Double> pValues = new ArrayList<>();
        comparisons.forEach(compared -> tested(compared).forEach(figure -> pValues.add(pValue(figure))));
        double[] corrected = Holm.corrected(pValues);
        List<Compared> all = new ArrayList<>();
        int next = 0;
        for (Compared compared : comparisons) {
            boolean isOneTest = tested(compared).count() == 1;
            SortedMap<String, Optional<Figure>> figures = new TreeMap<>();
            for (Map.Entry<String, Optional<Figure>> group : compared.byGroup().entrySet()) {
                Optional<Figure> figure = group.getValue();
                boolean isTested = figure.flatMap(Figure::difference).isPresent();
                int index = next;
                figures.put(group.getKey(), isTested ? figure.map(each -> corrected(each, corrected[index])) : figure);
                next += isTested && !isOneTest ? 1 : 0;
            }
            next += isOneTest ? 1 : 0;
            all.add(new Compared(compared.measure(), figures));
        }
        return all;
    }

    /** Figures with a test of their own. */
    private static Stream<Figure> tested(Compared compared) {
        List<Figure> figures = compared.byGroup().values().stream()
                .flatMap(Optional::stream)
                .filter(figure -> figure.difference().isPresent())
                .toList();
        return figures.stream().limit(figures.size() == 2 ? 1 : figures.size());
    }

    private static double pValue(Figure figure) {
        return figure.difference().map(Difference::pValue).orElse(1.0);
    }

    private static Figure corrected(Figure figure, double pValue) {
        return new Figure(
                figure.students(), figure.count(), figure.difference().map(difference -> difference.corrected(pValue)));
    }

    private static <T> Map<String, Integer> sizes(Map<String, List<T>> byGroup) {
        Map<String, Integer> sizes = new HashMap<>();
        byGroup.forEach((group, members) -> sizes.put(group, members.size()));
        return sizes;
    }
}
