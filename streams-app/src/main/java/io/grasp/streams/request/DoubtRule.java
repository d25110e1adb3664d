package io.grasp.streams.request;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;
import static io.grasp.schemas.KnownTasks.MISCONCEPTION;

import io.grasp.events.Classification;
import io.grasp.events.LabelProbability;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.schemas.TaskDecisions;
import io.grasp.streams.classify.Outcome.Classified;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the model is in doubt about. A new learning topic weighs most, then answers that contradict each other, then
 * abstentions, then narrow margins (margin sampling: Scheffer, Decomain & Wrobel 2001, "Active hidden Markov models for
 * information extraction"); the narrower, the more.
 *
 * @param narrowMargin margins below this are doubts, 0 to 1
 * @param contentTasks tasks that are meant for resources: nobody is asked about them
 */
record DoubtRule(double narrowMargin, Set<String> contentTasks) {
    private static final double NEW_LEARNING_TOPIC = 1;
    private static final double CONTRADICTION = 0.75;
    private static final double ABSTENTION = 0.5;

    /** Returns the greatest doubt, with the tasks of all, or empty if the model is sure of everything. */
    Optional<Doubt> greatest(Classified classified) {
        Classification classification = classified.classification();
        if (classified.onNewLearningTopic()) {
            return Optional.of(new Doubt(
                    NEW_LEARNING_TOPIC,
                    "The model has not learnt the learning topic %s yet.".formatted(classification.getLearningTopic()),
                    allTasks(classification)));
        }
        List<Doubt> doubts = Stream.concat(
                        contradiction(classification).stream(),
                        asked(classification).flatMap(decision -> inOneTask(decision).stream()))
                .toList();
        List<String> tasks = doubts.stream()
                .flatMap(doubt -> doubt.tasks().stream())
                .distinct()
                .toList();
        return doubts.stream()
                .max(Comparator.comparingDouble(Doubt::weight))
                .map(greatest -> new Doubt(greatest.weight(), greatest.reason(), tasks));
    }

    List<String> allTasks(Classification classification) {
        return asked(classification).map(TaskDecision::getTask).toList();
    }

    private Stream<TaskDecision> asked(Classification classification) {
        return classification.getTasks().stream().filter(decision -> !contentTasks.contains(decision.getTask()));
    }

    /** Two tasks that disagree: at least one of them is wrong, however sure it is. */
    private static Optional<Doubt> contradiction(Classification classification) {
        if (classification.getMisconceptions().isEmpty()) {
            return Optional.empty();
        }
        return TaskDecisions.of(classification, COMPREHENSION)
                .filter(DoubtRule::decidesTheHighestLabel)
                .map(decision -> new Doubt(
                        CONTRADICTION,
                        "The model says %s and yet sees the misconception %s."
                                .formatted(
                                        decision.getDecided().get(0),
                                        classification.getMisconceptions().get(0)),
                        List.of(COMPREHENSION, MISCONCEPTION)));
    }

    private static boolean decidesTheHighestLabel(TaskDecision decision) {
        List<LabelProbability> labels = decision.getProbabilities();
        return decision.getKind() == TaskKind.ORDINAL
                && !labels.isEmpty()
                && decision.getDecided().contains(labels.get(labels.size() - 1).getLabel());
    }

    private Optional<Doubt> inOneTask(TaskDecision decision) {
        List<LabelProbability> closest = closest(decision);
        double closeness = Math.max(0, 1 - margin(closest) / narrowMargin);
        List<String> tasks = List.of(decision.getTask());
        if (decision.getAbstained()) {
            return Optional.of(new Doubt(
                    ABSTENTION + (1 - ABSTENTION) * closeness,
                    "The model could not decide %s; it considered %s.".formatted(decision.getTask(), inWords(closest)),
                    tasks));
        }
        return closeness == 0
                ? Optional.empty()
                : Optional.of(new Doubt(
                        closeness,
                        "In %s, the model hesitated over %s.".formatted(decision.getTask(), inWords(closest)),
                        tasks));
    }

    /** Of one label: the two likeliest. Of many: the one that is nearest to as likely as not. */
    private static List<LabelProbability> closest(TaskDecision decision) {
        boolean isMultiLabel = decision.getKind() == TaskKind.MULTI_LABEL;
        Comparator<LabelProbability> order = isMultiLabel
                ? Comparator.comparingDouble(DoubtRule::distanceFromEven)
                : Comparator.comparingDouble(LabelProbability::getProbability).reversed();
        return decision.getProbabilities().stream()
                .sorted(order)
                .limit(isMultiLabel ? 1 : 2)
                .toList();
    }

    private static double margin(List<LabelProbability> closest) {
        return switch (closest.size()) {
            case 0 -> 1;
            case 1 -> distanceFromEven(closest.get(0));
            default -> closest.get(0).getProbability() - closest.get(1).getProbability();
        };
    }

    /** How far the probabilities of "holds" and "does not hold" are apart. */
    private static double distanceFromEven(LabelProbability label) {
        return Math.abs(2 * label.getProbability() - 1);
    }

    private static String inWords(List<LabelProbability> labels) {
        return labels.isEmpty()
                ? "nothing"
                : String.join(" and ", labels.stream().map(DoubtRule::inWords).toList());
    }

    private static String inWords(LabelProbability label) {
        return String.format(Locale.ROOT, "%s (%.0f %%)", label.getLabel(), 100 * label.getProbability());
    }
}
