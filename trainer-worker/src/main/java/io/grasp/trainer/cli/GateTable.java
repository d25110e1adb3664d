package io.grasp.trainer.cli;

import io.grasp.events.GateComparison;
import io.grasp.events.GateScope;
import io.grasp.events.GateVerdict;
import io.grasp.events.ModelVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the gate compared, for a teacher to read and for programs. */
final class GateTable {
    private GateTable() {}

    /** A sentence, a table and what its verdicts mean; empty if nothing was compared. */
    static String of(ModelVersion version) {
        List<GateComparison> comparisons = version.getComparisons();
        if (comparisons.isEmpty()) {
            return "";
        }
        Table table = new Table(
                "compared",
                "name",
                "rows",
                "champion",
                "challenger",
                "change",
                "95 % interval",
                "tolerated",
                "verdict");
        comparisons.forEach(made -> table.row(
                scope(made.getScope()),
                made.getName(),
                String.valueOf(made.getRows()),
                Table.figure(made.getChampion()),
                Table.figure(made.getChallenger()),
                signed(made.getDifference()),
                "%s to %s".formatted(signed(made.getLower()), signed(made.getUpper())),
                signed(-made.getTolerance()),
                verdict(made.getVerdict())));
        return "Macro-F1 of %s (challenger) and %s (champion then) on the same held-out rows:\n%s%s"
                .formatted(version.getVersion(), version.getComparedWith(), table, meanings(comparisons));
    }

    private static String meanings(List<GateComparison> comparisons) {
        StringBuilder meanings = new StringBuilder();
        if (comparisons.stream().anyMatch(made -> made.getVerdict() == GateVerdict.WORSE)) {
            meanings.append("worse: it lost more than is tolerated, and that is hardly luck; one such holds it back\n");
        }
        if (comparisons.stream().anyMatch(made -> made.getVerdict() == GateVerdict.MAY_BE_LUCK)) {
            meanings.append(
                    "may be luck: it lost more than is tolerated, but among so many comparisons equally good models do too\n");
        }
        if (comparisons.stream().anyMatch(made -> made.getVerdict() == GateVerdict.TOO_FEW_ROWS)) {
            meanings.append("too few rows: not judged\n");
        }
        return meanings.toString();
    }

    static List<Map<String, Object>> objects(ModelVersion version) {
        return version.getComparisons().stream().map(GateTable::object).toList();
    }

    private static Map<String, Object> object(GateComparison made) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("scope", made.getScope().name());
        object.put("name", made.getName());
        object.put("rows", made.getRows());
        object.put("champion", made.getChampion());
        object.put("challenger", made.getChallenger());
        object.put("difference", made.getDifference());
        object.put("lower", made.getLower());
        object.put("upper", made.getUpper());
        object.put("tolerance", made.getTolerance());
        object.put("beyond_tolerance", made.getBeyondTolerance());
        object.put("luck", made.getLuck());
        object.put("verdict", made.getVerdict().name());
        return object;
    }

    private static String scope(GateScope scope) {
        return switch (scope) {
            case OVERALL -> "all tasks";
            case TASK -> "task";
            case LEARNING_TOPIC -> "learning topic";
            case SMALL_LEARNING_TOPICS -> "small learning topics";
            case UNKNOWN -> "?";
        };
    }

    private static String verdict(GateVerdict verdict) {
        return switch (verdict) {
            case WITHIN_TOLERANCE -> "within tolerance";
            case MAY_BE_LUCK -> "may be luck";
            case WORSE -> "worse";
            case TOO_FEW_ROWS -> "too few rows";
            case UNKNOWN -> "?";
        };
    }

    private static String signed(double difference) {
        return String.format(Locale.ROOT, "%+.3f", difference);
    }
}
