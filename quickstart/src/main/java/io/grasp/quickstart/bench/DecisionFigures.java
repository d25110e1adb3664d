package io.grasp.quickstart.bench;

import java.util.LinkedHashMap;
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

    static String heading() {
        return "students  learning topics  classifications  a second  a second and core  bytes a student and learning topic";
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%8d  %15d  %15d  %8.0f  %17.0f  %34.0f",
                population.students(),
                population.learningTopics(),
                population.classifications(),
                perSecond(),
                perCoreSecond(),
                bytesPerLearner());
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
