package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.number;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps training from learning rows by heart or rare labels not at all.
 *
 * @param dropout the share of hidden values that are zeroed in training
 * @param labelSmoothingFactor how much of each target is spread over all labels
 */
public record Regularization(
        double dropout, double labelSmoothingFactor, ClassWeights classWeights, PositiveWeights posWeight) {
    private static final ArgumentType<Double> PART = number("from 0 to below 1", part -> part >= 0 && part < 1);

    private static final Argument<Regularization, Double> DROPOUT = new Argument<>(
            "dropout",
            "P",
            PART,
            0.1,
            "Share of hidden values that are zeroed in training, in layers that train.",
            Regularization::dropout);
    private static final Argument<Regularization, Double> LABEL_SMOOTHING_FACTOR = new Argument<>(
            "label_smoothing_factor",
            "P",
            PART,
            0.0,
            "How much of each target is spread over all labels.",
            Regularization::labelSmoothingFactor);
    private static final Argument<Regularization, ClassWeights> CLASS_WEIGHTS = new Argument<>(
            "class_weights",
            "W",
            ClassWeights.type(),
            ClassWeights.SQRT,
            "How much rare labels count: none, sqrt, balanced, or a map of tasks to one of these or to {label: weight}.",
            Regularization::classWeights);
    private static final Argument<Regularization, PositiveWeights> POS_WEIGHT = new Argument<>(
            "pos_weight",
            "MAP",
            PositiveWeights.type(),
            PositiveWeights.NONE,
            "How much more having a label counts than not having it: {task: {label: weight}}, multi-label tasks only.",
            Regularization::posWeight);
    static final ArgumentGroup<Regularization> GROUP = new ArgumentGroup<>(
            "Regularization and weights", List.of(DROPOUT, LABEL_SMOOTHING_FACTOR, CLASS_WEIGHTS, POS_WEIGHT));

    /** Which weights are for a task or label that is not there, or for a task of another kind, in sentences. */
    public List<String> weightsWithoutUse(List<Task> tasks) {
        List<String> sentences = new ArrayList<>();
        classWeights.byTask().forEach((task, weights) -> {
            Set<String> labels = weights instanceof LabelWeights.Explicit explicit
                    ? explicit.weights().keySet()
                    : Set.of();
            sentences.addAll(withoutUse("class_weights", task, labels, tasks));
        });
        posWeight.byTask().forEach((task, weights) -> {
            sentences.addAll(withoutUse("pos_weight", task, weights.keySet(), tasks));
            tasks.stream()
                    .filter(known -> known.name().equals(task) && known.kind() != TaskKind.MULTI_LABEL)
                    .map(known -> "pos_weight names task %s, but is for multi-label tasks only".formatted(task))
                    .forEach(sentences::add);
        });
        return sentences.stream().sorted().toList();
    }

    private static List<String> withoutUse(String argument, String task, Set<String> labels, List<Task> tasks) {
        Optional<Task> known =
                tasks.stream().filter(other -> other.name().equals(task)).findFirst();
        if (known.isEmpty()) {
            List<String> names = tasks.stream().map(Task::name).toList();
            return List.of("%s names task %s, which is not learnt%s".formatted(argument, task, meant(task, names)));
        }
        List<String> its = known.get().labels();
        return labels.stream()
                .filter(label -> !its.contains(label))
                .map(label -> "%s names label %s, which no training row of task %s has%s"
                        .formatted(argument, label, task, meant(label, its)))
                .toList();
    }

    private static String meant(String name, List<String> known) {
        return Nearest.to(name, known).map(": did you mean %s?"::formatted).orElse("");
    }

    static Regularization of(ArgumentReader given) {
        return new Regularization(
                given.value(DROPOUT),
                given.value(LABEL_SMOOTHING_FACTOR),
                given.value(CLASS_WEIGHTS),
                given.value(POS_WEIGHT));
    }
}
