package io.grasp.trainer.gate;

import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides whether a challenger may replace the champion: not worse on the whole, no task much worse, and no learning
 * topic much worse, which would be forgetting. It need not be better, because it has learnt from labels that the
 * champion has not seen.
 */
public final class PromotionGate {
    /** Below this many rows macro-F1 is mostly luck; a task still counts in the mean. */
    static final long MIN_ROWS = 20;

    private final Tolerances tolerances;

    public PromotionGate(Tolerances tolerances) {
        this.tolerances = tolerances;
    }

    /**
     * Decides, with a reason.
     *
     * @param match empty if there is no champion
     */
    public Decision judge(Optional<Match> match) {
        return match.map(this::judge).orElseGet(() -> new Decision.Promote("It is the first model"));
    }

    private Decision judge(Match match) {
        List<TaskEvaluation> compared = match.champion().tasks().stream()
                .filter(task -> match.challenger().task(task.task().name()).isPresent())
                .toList();
        List<String> lost = match.champion().tasks().stream()
                .map(task -> task.task().name())
                .filter(task -> match.challenger().task(task).isEmpty())
                .toList();
        if (!lost.isEmpty()) {
            return new Decision.Hold("It has not learnt " + String.join(", ", lost) + ", which the champion knows");
        }
        if (compared.isEmpty()) {
            return match.newlyCovered().isEmpty()
                    ? new Decision.Hold("There are no held-out rows to compare it on, and it covers nothing new")
                    : new Decision.Promote("It covers " + summary(match.newlyCovered())
                            + "; there are no held-out rows to compare it on");
        }
        double mean = compared.stream()
                .mapToDouble(task -> gain(match, task))
                .average()
                .orElseThrow();
        String changed = "Mean macro-F1 changed by %s".formatted(signed(mean));
        if (mean < -tolerances.mean()) {
            return new Decision.Hold("%s, at most %s is tolerated".formatted(changed, signed(-tolerances.mean())));
        }
        List<String> worse = new ArrayList<>(tasksMuchWorse(match, compared));
        worse.addAll(learningTopicsMuchWorse(match, compared));
        if (!worse.isEmpty()) {
            return new Decision.Hold("%s, but it fell too far on %s (tolerated: %s on a task, %s on a learning topic)"
                    .formatted(
                            changed,
                            String.join(", ", worse),
                            signed(-tolerances.task()),
                            signed(-tolerances.learningTopic())));
        }
        return new Decision.Promote(
                match.newlyCovered().isEmpty() ? changed : changed + "; it covers " + summary(match.newlyCovered()));
    }

    private List<String> tasksMuchWorse(Match match, List<TaskEvaluation> compared) {
        return compared.stream()
                .filter(task -> task.overall().rows() >= MIN_ROWS)
                .filter(task -> gain(match, task) < -tolerances.task())
                .map(task -> "%s by %s".formatted(task.task().name(), signed(gain(match, task))))
                .toList();
    }

    private List<String> learningTopicsMuchWorse(Match match, List<TaskEvaluation> compared) {
        Map<String, List<Double>> gains = new TreeMap<>();
        for (TaskEvaluation champion : compared) {
            TaskEvaluation challenger =
                    match.challenger().task(champion.task().name()).orElseThrow();
            champion.byLearningTopic().forEach((learningTopic, scores) -> {
                Scores challengers = challenger.byLearningTopic().get(learningTopic);
                if (challengers != null && scores.rows() >= MIN_ROWS) {
                    gains.computeIfAbsent(learningTopic, topic -> new ArrayList<>())
                            .add(challengers.macroF1() - scores.macroF1());
                }
            });
        }
        return gains.entrySet().stream()
                .filter(topic -> mean(topic.getValue()) < -tolerances.learningTopic())
                .map(topic -> "%s by %s".formatted(topic.getKey(), signed(mean(topic.getValue()))))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double gain(Match match, TaskEvaluation champion) {
        double challenger = match.challenger()
                .task(champion.task().name())
                .orElseThrow()
                .overall()
                .macroF1();
        return challenger - champion.overall().macroF1();
    }

    private static String summary(List<String> newlyCovered) {
        int shown = Math.min(3, newlyCovered.size());
        String named = String.join(", ", newlyCovered.subList(0, shown));
        return shown < newlyCovered.size() ? "%s and %d more".formatted(named, newlyCovered.size() - shown) : named;
    }

    private static String signed(double difference) {
        return String.format(Locale.ROOT, "%+.3f", difference);
    }
}
