package io.grasp.quickstart.fairness;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.ErasureRequest;
import io.grasp.events.Interaction;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.TaskDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Joins events to what became of each student. Events may come in any order, except those of one key; the latest label
 * of an interaction counts. What a student wrote before asking for erasure is left out. Not thread-safe.
 */
final class Outcomes {
    /** The group of students of whom no interaction has the attribute. */
    static final String NOT_GIVEN = "(not given)";

    private final Attribute attribute;
    private final Map<String, Instant> erasures = new HashMap<>();
    private final Map<String, Student> students = new TreeMap<>();
    private final Map<String, Label> labels = new HashMap<>();

    Outcomes(Attribute attribute) {
        this.attribute = attribute;
    }

    void wrote(Interaction interaction) {
        Student student = student(interaction.getStudentId());
        student.wrote(interaction.getInteractionId(), interaction.getOccurredAt());
        attribute
                .of(interaction)
                .ifPresent(value -> student.says(interaction.getInteractionId(), interaction.getOccurredAt(), value));
    }

    void classified(Classification classification) {
        Student student = student(classification.getStudentId());
        student.wrote(classification.getInteractionId(), classification.getOccurredAt());
        if (classification.getDecidedBy() != DecisionPath.DEGRADED) { // its correction counts
            student.classifications
                    .computeIfAbsent(classification.getInteractionId(), id -> new ArrayList<>())
                    .add(Verdict.of(classification));
        }
        if (attribute.isLanguage() && classification.getLanguage() != null) {
            student.fallsBackOn(
                    classification.getInteractionId(), classification.getOccurredAt(), classification.getLanguage());
        }
    }

    void alerted(AtRiskAlert alert) {
        student(alert.getStudentId()).alerts.add(new RaisedAlert(alert.getRule(), alert.getOccurredAt()));
    }

    /** Takes the latest label of a key, or its removal. */
    void labeled(String key, Optional<LabeledInteraction> label) {
        label.map(Label::of).ifPresentOrElse(latest -> labels.put(key, latest), () -> labels.remove(key));
        label.map(LabeledInteraction::getInteraction)
                .ifPresent(interaction -> attribute
                        .of(interaction)
                        .ifPresent(value -> student(interaction.getStudentId())
                                .fallsBackOn(interaction.getInteractionId(), interaction.getOccurredAt(), value)));
    }

    void asksForErasure(ErasureRequest request) {
        erasures.merge(
                request.getStudentId(), request.getRequestedAt(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** Returns an outcome for each student who wrote something. */
    List<StudentOutcome> byStudent() {
        Map<String, Label> byInteraction = new HashMap<>();
        labels.values().forEach(label -> byInteraction.put(label.interactionId(), label));
        List<StudentOutcome> outcomes = new ArrayList<>();
        students.forEach((id, student) -> {
            StudentOutcome outcome = student.outcome(
                    byInteraction, Optional.ofNullable(erasures.get(id)).orElse(Instant.MIN));
            if (outcome.interactions() > 0) {
                outcomes.add(outcome);
            }
        });
        return outcomes;
    }

    private Student student(String id) {
        return students.computeIfAbsent(id, unknown -> new Student());
    }

    /** What is known of one student so far. */
    private static final class Student {
        private final Map<String, Instant> written = new HashMap<>();
        private final Map<String, Said> said = new HashMap<>();
        private final Map<String, List<Verdict>> classifications = new HashMap<>();
        private final List<RaisedAlert> alerts = new ArrayList<>();

        void wrote(String interactionId, Instant at) {
            written.putIfAbsent(interactionId, at);
        }

        void says(String interactionId, Instant at, String value) {
            said.put(interactionId, new Said(value, at));
        }

        void fallsBackOn(String interactionId, Instant at, String value) {
            said.putIfAbsent(interactionId, new Said(value, at));
        }

        StudentOutcome outcome(Map<String, Label> labels, Instant erased) {
            Map<String, Count> agreement = new HashMap<>();
            Map<String, Count> abstention = new HashMap<>();
            classifications.forEach((id, verdicts) -> {
                if (isKept(id, erased)) {
                    latest(verdicts).count(abstention);
                    Optional.ofNullable(labels.get(id))
                            .ifPresent(label ->
                                    judged(verdicts, label).ifPresent(verdict -> verdict.compare(label, agreement)));
                }
            });
            Set<String> rules = new HashSet<>();
            alerts.stream().filter(alert -> alert.at().isAfter(erased)).forEach(alert -> rules.add(alert.rule()));
            int interactions = (int)
                    written.keySet().stream().filter(id -> isKept(id, erased)).count();
            return new StudentOutcome(group(erased), interactions, rules, agreement, abstention);
        }

        private boolean isKept(String interactionId, Instant erased) {
            return Optional.ofNullable(written.get(interactionId))
                    .filter(at -> at.isAfter(erased))
                    .isPresent();
        }

        /** What most interactions say; of values that as many say, the one said last. */
        private String group(Instant erased) {
            Map<String, Long> votes = new HashMap<>();
            Map<String, Instant> last = new HashMap<>();
            said.values().stream().filter(each -> each.at().isAfter(erased)).forEach(each -> {
                votes.merge(each.value(), 1L, Long::sum);
                last.merge(each.value(), each.at(), (one, other) -> one.isAfter(other) ? one : other);
            });
            return votes.keySet().stream()
                    .max(Comparator.<String, Long>comparing(votes::get)
                            .thenComparing(last::get)
                            .thenComparing(Comparator.naturalOrder()))
                    .orElse(NOT_GIVEN);
        }

        private static Verdict latest(List<Verdict> verdicts) {
            return verdicts.stream()
                    .max(Comparator.comparing(Verdict::at))
                    .orElseThrow(() -> new IllegalStateException("Nothing was classified"));
        }

        /** A label that was there before says nothing of how well the model does with what it has not been taught. */
        private static Optional<Verdict> judged(List<Verdict> verdicts, Label label) {
            return verdicts.stream()
                    .filter(verdict -> verdict.at().isBefore(label.at()))
                    .max(Comparator.comparing(Verdict::at));
        }
    }

    private record Said(String value, Instant at) {}

    private record RaisedAlert(String rule, Instant at) {}

    /**
     * What a classification decided, and nothing else of it, since there are many.
     *
     * @param decided the labels by task; empty for a task in which the model abstained
     */
    private record Verdict(Instant at, Map<String, Optional<Set<String>>> decided) {
        static Verdict of(Classification classification) {
            Map<String, Optional<Set<String>>> decided = new HashMap<>();
            for (TaskDecision task : classification.getTasks()) {
                decided.put(
                        task.getTask(),
                        task.getAbstained() ? Optional.empty() : Optional.of(Set.copyOf(task.getDecided())));
            }
            return new Verdict(classification.getClassifiedAt(), decided);
        }

        void count(Map<String, Count> abstention) {
            decided.forEach((task, labels) -> abstention.merge(task, Count.of(labels.isEmpty()), Count::plus));
        }

        void compare(Label label, Map<String, Count> agreement) {
            label.byTask()
                    .forEach((task, labels) -> Optional.ofNullable(decided.get(task))
                            .flatMap(known -> known)
                            .ifPresent(known -> agreement.merge(task, Count.of(known.equals(labels)), Count::plus)));
        }
    }

    /** What a person gave, and nothing else of the record. */
    private record Label(String interactionId, Instant at, Map<String, Set<String>> byTask) {
        static Label of(LabeledInteraction label) {
            Map<String, Set<String>> byTask = new HashMap<>();
            label.getTaskLabels().forEach(task -> byTask.put(task.getTask(), Set.copyOf(task.getLabels())));
            return new Label(label.getInteractionId(), label.getLabeledAt(), byTask);
        }
    }
}
