package io.grasp.trainer.gate;

import java.util.List;

/**
 * One respect in which two models are compared.
 *
 * @param rows how many rows count
 * @param isJudged whether they are enough
 * @param counted on which rows
 * @param tasks positions of the tasks whose macro-F1 is averaged; at least one
 */
record Aspect(Scope scope, String name, int rows, boolean isJudged, LabelCounts counted, List<Integer> tasks) {
    Aspect {
        tasks = List.copyOf(tasks);
    }

    double champion() {
        return mean(LabelCounts.Model.CHAMPION);
    }

    double challenger() {
        return mean(LabelCounts.Model.CHALLENGER);
    }

    private double mean(LabelCounts.Model model) {
        double sum = 0;
        for (int task : tasks) {
            sum += counted.macroF1(task, model);
        }
        return sum / tasks.size();
    }
}
