package io.grasp.learner.alert;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Alert rules as a YAML file: a list of maps, of which {@link #shipped} is an example with comments. */
public final class AlertRulesFile {
    private static final String SHIPPED = "alert-rules.yaml";

    private AlertRulesFile() {}

    /** The rules that hold unless an operator has their own. */
    public static AlertRules shipped() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(AlertRulesFile.class.getResourceAsStream(SHIPPED)), StandardCharsets.UTF_8)) {
            return read(reader, SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException("The shipped alert rules cannot be read; the build is broken", e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException naming each problem with its line and what to write instead
     */
    public static AlertRules read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(reader, file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The alert rules %s cannot be read (%s): is the file there, is it UTF-8, and may this program read it?"
                            .formatted(file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static AlertRules read(Reader reader, String name) {
        List<String> problems = new ArrayList<>();
        AlertRules rules = new AlertRules(rules(parsed(reader, name), problems));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "The alert rules %s are refused: %s".formatted(name, String.join("; ", problems)));
        }
        return rules;
    }

    private static @Nullable Node parsed(Reader reader, String name) {
        try {
            return new Yaml(new LoaderOptions()).compose(reader);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new IllegalArgumentException(
                    "The alert rules %s are no YAML: line %d cannot be read; indent and quote it as YAML asks"
                            .formatted(name, line),
                    e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("The alert rules %s are no YAML in UTF-8".formatted(name), e);
        }
    }

    private static List<AlertRule> rules(@Nullable Node root, List<String> problems) {
        List<AlertRule> rules = new ArrayList<>();
        if (root == null) {
            return rules;
        }
        if (!(root instanceof SequenceNode list)) {
            problems.add("line %d is no list; begin each rule with '- name: …'".formatted(lineOf(root)));
            return rules;
        }
        Set<String> names = new LinkedHashSet<>();
        for (Node each : list.getValue()) {
            if (each instanceof MappingNode map) {
                Optional<AlertRule> rule = new RuleEntry(map, problems).rule();
                rule.filter(read -> !names.add(read.name()))
                        .ifPresent(read -> problems.add("line %d: the name %s is taken; give each rule its own"
                                .formatted(lineOf(each), read.name())));
                rule.ifPresent(rules::add);
            } else {
                problems.add(
                        "line %d is no rule; write '- name: …' and the rule's values below".formatted(lineOf(each)));
            }
        }
        return rules;
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
