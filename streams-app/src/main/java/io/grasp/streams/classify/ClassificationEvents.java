package io.grasp.streams.classify;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;
import static io.grasp.schemas.KnownTasks.MISCONCEPTION;
import static io.grasp.schemas.KnownTasks.NO_MISCONCEPTION;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.Interaction;
import io.grasp.events.LabelProbability;
import io.grasp.events.ModelReference;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.model.Prediction;
import io.grasp.model.TaskPrediction;
import io.grasp.streams.serving.ModelIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words a model's prediction as the event that platforms read. */
final class ClassificationEvents {
    private ClassificationEvents() {}

    /** @param corrects whether an earlier one was provisional */
    static Classification classification(
            Interaction interaction,
            Prediction prediction,
            ModelIdentity model,
            int partition,
            long offset,
            Instant classifiedAt,
            boolean corrects) {
        return Classification.newBuilder()
                .setInteractionId(interaction.getInteractionId())
                .setStudentId(interaction.getStudentId())
                .setLearningTopic(interaction.getLearningTopic())
                .setKind(interaction.getKind())
                .setLanguage(interaction.getLanguage())
                .setComprehensionLevel(comprehensionLevel(prediction))
                .setMisconceptions(misconceptions(prediction))
                .setTasks(prediction.tasks().stream()
                        .map(ClassificationEvents::taskDecision)
                        .toList())
                .setAbstentions(prediction.tasks().stream()
                        .filter(TaskPrediction::abstained)
                        .map(task -> task.task().name())
                        .toList())
                .setDecidedBy(DecisionPath.valueOf(prediction.path().name()))
                .setModel(reference(model))
                .setSourcePartition(partition)
                .setSourceOffset(offset)
                .setOccurredAt(interaction.getOccurredAt())
                .setClassifiedAt(classifiedAt)
                .setCorrects(corrects)
                .build();
    }

    static ModelReference reference(ModelIdentity model) {
        return new ModelReference(model.name(), model.version().name(), model.checksum());
    }

    private static @Nullable String comprehensionLevel(Prediction prediction) {
        return prediction
                .task(COMPREHENSION)
                .flatMap(task -> task.decided().stream().findFirst())
                .orElse(null);
    }

    private static List<String> misconceptions(Prediction prediction) {
        return prediction.task(MISCONCEPTION).map(TaskPrediction::decided).orElse(List.of()).stream()
                .filter(label -> !label.equals(NO_MISCONCEPTION))
                .toList();
    }

    private static TaskDecision taskDecision(TaskPrediction prediction) {
        return TaskDecision.newBuilder()
                .setTask(prediction.task().name())
                .setKind(TaskKind.valueOf(prediction.task().kind().name()))
                .setDecided(prediction.decided())
                .setAbstained(prediction.abstained())
                .setConfidence(prediction.confidence())
                .setProbabilities(prediction.scores().stream()
                        .map(score -> new LabelProbability(score.label(), score.probability()))
                        .toList())
                .build();
    }
}
