package io.grasp.quickstart.timeline;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;
import static io.grasp.schemas.KnownTasks.MISCONCEPTION;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.events.TaskLabels;
import io.grasp.quickstart.screen.Excerpt;
import io.grasp.schemas.TaskDecisions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words what a model found in an interaction, and what a person makes of it. */
final class FindingWords {
    private final CatalogNames names;

    FindingWords(CatalogNames names) {
        this.names = names;
    }

    /** One phrase a task, the level first. */
    List<String> of(Classification classification) {
        return classification.getTasks().stream()
                .sorted(Comparator.comparingInt(task -> rank(task.getTask())))
                .map(task -> taskName(task.getTask()) + " " + decision(task, classification.getLearningTopic()))
                .toList();
    }

    /** What a person says, and where that differs from what the model found before, or finds now. */
    List<String> of(LabeledInteraction label, List<Classification> classifications) {
        Optional<Classification> found = compared(label, classifications);
        List<String> phrases = new ArrayList<>();
        label.getTaskLabels().stream()
                .sorted(Comparator.comparingInt(task -> rank(task.getTask())))
                .forEach(task -> phrases.add(taskName(task.getTask()) + " "
                        + labels(task.getTask(), task.getLabels())
                        + found.flatMap(by -> decisionOn(task, by))
                                .map(decision -> comparison(task, decision))
                                .orElse("")));
        return phrases;
    }

    private static Optional<Classification> compared(LabeledInteraction label, List<Classification> classifications) {
        Comparator<Classification> byTime = Comparator.comparing(Classification::getClassifiedAt);
        return classifications.stream()
                .filter(each -> each.getDecidedBy() != DecisionPath.DEGRADED)
                .filter(each -> each.getClassifiedAt().isBefore(label.getLabeledAt()))
                .max(byTime)
                .or(() -> classifications.stream().max(byTime));
    }

    private static Optional<TaskDecision> decisionOn(TaskLabels task, Classification classification) {
        return TaskDecisions.of(classification, task.getTask());
    }

    private String comparison(TaskLabels task, TaskDecision decision) {
        if (decision.getAbstained()) {
            return ", where the model was unsure";
        }
        boolean agrees = new HashSet<>(task.getLabels()).equals(new HashSet<>(decision.getDecided()));
        return agrees
                ? ", as the model found"
                : ", where the model found " + labels(task.getTask(), decision.getDecided());
    }

    private String decision(TaskDecision task, String learningTopic) {
        if (task.getAbstained()) {
            return TaskDecisions.likeliest(task)
                    .map(best -> "unsure (best guess %s, %s)"
                            .formatted(label(task.getTask(), best.getLabel()), Phrases.percent(best.getProbability())))
                    .orElse("unsure");
        }
        if (task.getDecided().isEmpty()) {
            return "none found (%s)".formatted(Phrases.percent(task.getConfidence()));
        }
        return task.getDecided().stream()
                .map(decided -> "%s (%s)%s"
                        .formatted(
                                label(task.getTask(), decided),
                                Phrases.percent(probability(task, decided)),
                                remark(task, decided, learningTopic)))
                .collect(Collectors.joining(", "));
    }

    private String remark(TaskDecision task, String decided, String learningTopic) {
        return task.getTask().equals(MISCONCEPTION) && names.isOfAnotherTopic(decided, learningTopic)
                ? ", left out: it belongs to another learning topic"
                : "";
    }

    /** Of one label out of several the confidence is its own. */
    private static double probability(TaskDecision task, String label) {
        return task.getKind() == TaskKind.MULTI_LABEL
                ? TaskDecisions.probability(task, label).orElse(task.getConfidence())
                : task.getConfidence();
    }

    private String labels(String task, List<String> labels) {
        return labels.isEmpty()
                ? "none"
                : labels.stream().map(label -> label(task, label)).collect(Collectors.joining(", "));
    }

    private String label(String task, String label) {
        return task.equals(MISCONCEPTION) ? Phrases.quoted(names.misconception(label)) : Excerpt.whole(label);
    }

    private static String taskName(String task) {
        return task.equals(COMPREHENSION) ? "level" : Excerpt.whole(task);
    }

    private static int rank(String task) {
        return switch (task) {
            case COMPREHENSION -> 0;
            case MISCONCEPTION -> 1;
            default -> 2;
        };
    }
}
