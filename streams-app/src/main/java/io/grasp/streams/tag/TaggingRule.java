package io.grasp.streams.tag;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;

import io.grasp.events.Resource;
import io.grasp.model.Prediction;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.streams.serving.ModelIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills what people left open of a resource with what a model says of it.
 *
 * @param tasks those that become tags
 */
record TaggingRule(List<String> tasks) {
    private static final String DIFFICULTY = "difficulty";
    /** Between the labels of a tag that may have several, as in a CSV file's cell. */
    private static final String SEPARATOR = "|";

    /** @param persons what people have set; it stays */
    Resource tagged(Resource submission, PersonsTags persons, Prediction prediction, ModelIdentity model) {
        Map<String, String> tags = new TreeMap<>(persons.tags());
        Map<String, Double> confidences = new TreeMap<>();
        for (TaskPrediction task : decided(prediction)) {
            String name = task.task().name();
            if (tags.putIfAbsent(name, String.join(SEPARATOR, task.decided())) == null) {
                confidences.put(PersonsTags.confidenceKey(name), task.confidence());
            }
        }
        @Nullable String level = persons.level();
        Optional<TaskPrediction> difficulty = decided(prediction).stream()
                .filter(task -> task.task().name().equals(DIFFICULTY))
                .findFirst();
        Optional<String> levelByModel = difficulty.flatMap(decided -> level(decided, prediction));
        if (level == null && levelByModel.isPresent()) {
            level = levelByModel.get();
            confidences.put(
                    PersonsTags.LEVEL,
                    difficulty.map(TaskPrediction::confidence).orElseThrow());
        }
        return Resource.newBuilder(submission)
                .setLevel(level)
                .setTags(tags)
                .setConfidences(confidences)
                .setTaggedBy(confidences.isEmpty() ? persons.by() : model.toString())
                .build();
    }

    /** The answers that say something: the model has the task, did not abstain, and found a label. */
    private List<TaskPrediction> decided(Prediction prediction) {
        return tasks.stream()
                .distinct()
                .flatMap(name -> prediction.task(name).stream())
                .filter(task -> !task.decided().isEmpty())
                .toList();
    }

    /**
     * Returns for which level of comprehension a difficulty is made: the one of its name, or the one of its rank if
     * there are as many difficulties as levels; empty if neither is clear.
     */
    private static Optional<String> level(TaskPrediction difficulty, Prediction prediction) {
        String label = difficulty.decided().get(0);
        return prediction
                .task(COMPREHENSION)
                .map(comprehension -> comprehension.task())
                .flatMap(comprehension -> {
                    if (comprehension.labels().contains(label)) {
                        return Optional.of(label);
                    }
                    boolean sameRanks = comprehension.kind() == TaskKind.ORDINAL
                            && difficulty.task().kind() == TaskKind.ORDINAL
                            && comprehension.labels().size()
                                    == difficulty.task().labels().size();
                    return sameRanks
                            ? Optional.of(
                                    comprehension.labels().get(difficulty.task().indexOf(label)))
                            : Optional.empty();
                });
    }
}
