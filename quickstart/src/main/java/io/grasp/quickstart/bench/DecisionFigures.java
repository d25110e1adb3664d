package io.grasp.quickstart.bench;

import io.grasp.trainer.cli.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What deciding on a population's classifications took.
 *
 * @param seconds from the first to the last committed one
 * @param cpuSeconds of the stream thread in that time
 * @param stateBytes on disk, when the app had stopped
 */
record DecisionFigures(StudentPopulation population, double seconds, double cpuSeconds, long stateBytes) {
    double perSecond() {
        return population.classifications() / seconds;
    }

    double perCoreSecond() {
        return population.classifications() / cpuSeconds;
    }

    double bytesPerLearner() {
        return (double) stateBytes / population.students() / population.learningTopics();
    }

    static Table table(List<DecisionFigures> measured) {
        Table table = new Table(
                "students",
                "learning topics",
                "classifications",
                "a second",
                "a second and core",
                "bytes a student and learning topic");
        measured.forEach(figures -> table.row(
                String.valueOf(figures.population.students()),
                String.valueOf(figures.population.learningTopics()),
                String.valueOf(figures.population.classifications()),
                whole(figures.perSecond()),
                whole(figures.perCoreSecond()),
                whole(figures.bytesPerLearner())));
        return table;
    }

    private static String whole(double figure) {
        return String.format(Locale.ROOT, "%.0f", figure);
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("students", population.students());
        object.put("learning_topics", population.learningTopics());
        object.put("classifications", population.classifications());
        object.put("seconds", seconds);
        object.put("cpu_seconds", cpuSeconds);
        object.put("per_second", perSecond());
        object.put("per_core_second", perCoreSecond());
        object.put("state_bytes", stateBytes);
        object.put("bytes_per_learner", bytesPerLearner());
        return object;
    }
}
