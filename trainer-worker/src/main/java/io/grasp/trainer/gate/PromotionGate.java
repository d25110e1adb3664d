package io.grasp.trainer.gate;

import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a challenger may replace the champion: not worse on the whole, and no task much worse. It need not be
 * better, because it has learnt from labels that the champion has not seen.
 */
public final class PromotionGate {
    /** Below this many rows a task's macro-F1 is mostly luck; it still counts in the mean. */
    static final long MIN_ROWS_OF_A_TASK = 20;

    private final double tolerance;
    private final double taskTolerance;

    /**
     * A gate with these tolerances.
     *
     * @param tolerance how much mean macro-F1 may be lost; noise between two runs on the same data is about 0.005
     * @param taskTolerance how much macro-F1 one task may lose
     */
    public PromotionGate(double tolerance, double taskTolerance) {
        if (!(tolerance >= 0) || !(taskTolerance >= 0)) {
            throw new IllegalArgumentException(
                    "Tolerances can't be negative, but are %s and %s".formatted(tolerance, taskTolerance));
        }
        this.tolerance = tolerance;
        this.taskTolerance = taskTolerance;
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
        if (mean < -tolerance) {
            return new Decision.Hold("%s, at most %s is tolerated".formatted(changed, signed(-tolerance)));
        }
        List<String> worse = new ArrayList<>();
        for (TaskEvaluation task : compared) {
            if (task.overall().rows() >= MIN_ROWS_OF_A_TASK && gain(match, task) < -taskTolerance) {
                worse.add("%s by %s".formatted(task.task().name(), signed(gain(match, task))));
            }
        }
        if (!worse.isEmpty()) {
            return new Decision.Hold("Macro-F1 of a task fell too far: %s, at most %s is tolerated"
                    .formatted(String.join(", ", worse), signed(-taskTolerance)));
        }
        return new Decision.Promote(
                match.newlyCovered().isEmpty() ? changed : changed + "; it covers " + summary(match.newlyCovered()));
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
