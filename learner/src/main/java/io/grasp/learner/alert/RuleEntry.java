package io.grasp.learner.alert;

import io.grasp.learner.memory.LearnerMemory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One rule of a file. Collects its problems, each with its line and a cure. Used once, by one thread. */
final class RuleEntry {
    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,5})([mhd])");

    private static final String NAME = "name";
    private static final String KIND = "kind";
    private static final String SEVERITY = "severity";
    private static final String WITHIN = "within";
    private static final String ENGAGEMENTS = "engagements";

    private static final Map<String, Set<String>> VALUES_OF_KIND = new LinkedHashMap<>();

    static {
        VALUES_OF_KIND.put("falling-mastery", Set.of(WITHIN, "drop"));
        VALUES_OF_KIND.put("repeated-misconception", Set.of(WITHIN, "times"));
        VALUES_OF_KIND.put("engagement-run", Set.of(WITHIN, ENGAGEMENTS, "length"));
        VALUES_OF_KIND.put("disengagement", Set.of(ENGAGEMENTS, "last", "share"));
        VALUES_OF_KIND.put("silence", Set.of(WITHIN, "interactions", "silence"));
    }

    private final MappingNode map;
    private final List<String> problems;
    private final Map<String, Node> values = new LinkedHashMap<>();

    RuleEntry(MappingNode map, List<String> problems) {
        this.map = map;
        this.problems = problems;
    }

    /** The rule, or empty if something is wrong with it. */
    Optional<AlertRule> rule() {
        int before = problems.size();
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key
                    && values.put(key.getValue(), tuple.getValueNode()) != null) {
                report(key, "%s is said twice; keep one".formatted(key.getValue()));
            }
        }
        String kind = value(KIND, text -> VALUES_OF_KIND.containsKey(text) ? text : null, kinds(), "");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        refuseUnknown(VALUES_OF_KIND.getOrDefault(kind, Set.of()));
        AlertRule rule = rule(kind, name(), severity());
        return problems.size() == before ? Optional.of(rule) : Optional.empty();
    }

    private AlertRule rule(String kind, String name, Severity severity) {
        return switch (kind) {
            case "falling-mastery" -> new FallingMasteryRule(name, severity, duration(WITHIN), share("drop"));
            case "repeated-misconception" ->
                new RepeatedMisconceptionRule(name, severity, duration(WITHIN), count("times"));
            case "engagement-run" ->
                new EngagementRunRule(name, severity, engagements(), duration(WITHIN), count("length"));
            case "disengagement" -> new DisengagementRule(name, severity, engagements(), count("last"), share("share"));
            default -> new SilenceRule(name, severity, count("interactions"), duration(WITHIN), duration("silence"));
        };
    }

    private void refuseUnknown(Set<String> ofKind) {
        Set<String> known = new LinkedHashSet<>(List.of(NAME, KIND, SEVERITY));
        ofKind.stream().sorted().forEach(known::add);
        values.forEach((key, node) -> {
            if (!known.contains(key)) {
                report(node, "%s is unknown here; this kind of rule has %s".formatted(key, String.join(", ", known)));
            }
        });
    }

    private String name() {
        return value(
                NAME,
                text -> text.matches("[a-z0-9][a-z0-9-]{0,63}") ? text : null,
                "lower-case letters, digits and hyphens",
                "");
    }

    private Severity severity() {
        return value(SEVERITY, RuleEntry::parsedSeverity, "info, warning or urgent", Severity.INFO);
    }

    private static @Nullable Severity parsedSeverity(String text) {
        return switch (text) {
            case "info" -> Severity.INFO;
            case "warning" -> Severity.WARNING;
            case "urgent" -> Severity.URGENT;
            default -> null;
        };
    }

    private Duration duration(String key) {
        return value(key, RuleEntry::parsedDuration, "a duration such as 30m, 12h or 7d", Duration.ZERO);
    }

    private static @Nullable Duration parsedDuration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Not more than a learner's memory holds: a rule that can never hold must not look as if it did. */
    private int count(String key) {
        int most = LearnerMemory.CAPACITY;
        return value(
                key,
                text -> text.matches("[1-9]\\d?") && Integer.parseInt(text) <= most ? Integer.valueOf(text) : null,
                "a whole number from 1 to " + most,
                1);
    }

    private double share(String key) {
        return value(
                key,
                text -> text.matches("0?\\.\\d+|1(\\.0*)?") && Double.parseDouble(text) > 0
                        ? Double.valueOf(text)
                        : null,
                "a number above 0 and up to 1",
                1.0);
    }

    private Set<String> engagements() {
        Set<String> engagements = new LinkedHashSet<>();
        Node node = values.get(ENGAGEMENTS);
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(each -> {
                if (each instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                    engagements.add(scalar.getValue());
                }
            });
        }
        if (engagements.isEmpty()) {
            report(
                    node == null ? map : node,
                    "%s must be a list of labels of the engagement task, such as [confused, frustrated]"
                            .formatted(ENGAGEMENTS));
        }
        return engagements;
    }

    private <T> T value(String key, Function<String, @Nullable T> read, String expected, T otherwise) {
        Node node = values.get(key);
        T found = node instanceof ScalarNode scalar ? read.apply(scalar.getValue()) : null;
        if (found == null) {
            report(
                    node == null ? map : node,
                    node == null
                            ? "%s is missing; it must be %s".formatted(key, expected)
                            : "%s must be %s".formatted(key, expected));
            return otherwise;
        }
        return found;
    }

    private void report(Node node, String problem) {
        problems.add("line %d: %s".formatted(AlertRulesFile.lineOf(node), problem));
    }

    private static String kinds() {
        return "one of " + String.join(", ", VALUES_OF_KIND.keySet());
    }
}
