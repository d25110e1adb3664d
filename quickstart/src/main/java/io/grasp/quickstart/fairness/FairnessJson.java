package io.grasp.quickstart.fairness;

import io.grasp.quickstart.fairness.Measure.Compared;
import io.grasp.quickstart.fairness.Measure.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A report for programs; of a suppressed group it says only that. */
final class FairnessJson {
    private FairnessJson() {}

    static Map<String, Object> of(FairnessReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> groups = new LinkedHashMap<>();
        report.groups()
                .forEach((group, size) -> groups.put(
                        group,
                        size.<Map<String, Object>>map(shown ->
                                        Map.of("students", shown.students(), "interactions", shown.interactions()))
                                .orElseGet(FairnessJson::suppressed)));
        json.put("groups", groups);
        json.put(
                "comparisons",
                report.comparisons().stream().map(FairnessJson::compared).toList());
        return json;
    }

    private static Map<String, Object> compared(Compared compared) {
        Map<String, Object> groups = new LinkedHashMap<>();
        compared.byGroup().forEach((group, figure) -> groups.put(group, figure(figure)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("measure", compared.measure().kind().name().toLowerCase(Locale.ROOT));
        json.put("of", compared.measure().name());
        json.put("groups", groups);
        return json;
    }

    private static Map<String, Object> figure(Optional<Figure> figure) {
        return figure.map(shown -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("students", shown.students());
                    json.put("hits", shown.count().hits());
                    json.put("cases", shown.count().of());
                    json.put("share", shown.count().share());
                    shown.difference().ifPresent(difference -> json.put("difference_to_rest", difference(difference)));
                    return json;
                })
                .orElseGet(FairnessJson::suppressed);
    }

    private static Map<String, Object> difference(Difference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", difference.value());
        json.put(
                "interval_95",
                List.of(difference.interval().low(), difference.interval().high()));
        json.put("p_value", difference.pValue());
        json.put("corrected_p_value", difference.correctedPValue());
        json.put("may_be_luck", difference.mayBeLuck());
        return json;
    }

    private static Map<String, Object> suppressed() {
        return Map.of("suppressed", true);
    }
}
