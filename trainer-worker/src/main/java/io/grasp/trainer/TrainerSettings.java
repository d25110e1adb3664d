package io.grasp.trainer;

import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.arguments.ArgumentValues;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.gate.Tolerances;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How the trainer is set up. Durations are written {@code 10s}, {@code 5m}, {@code 1h}.
 *
 * @param modelStore directory of the model versions ({@code model.store}, required)
 * @param modelName the model's name in announcements ({@code model.name}, grasp)
 * @param worker this worker's name in announcements and dead letters ({@code training.worker}, grasp-trainer)
 * @param base the encoder to train from ({@code training.base}, minilm)
 * @param rules when to train ({@code training.new-topic-labels} 8, {@code training.new-labels} 200,
 *     {@code training.oldest-unused} 1h, {@code training.min-interval} 1m, {@code training.quiet-period} 5s,
 *     {@code training.longest-wait} 60s)
 * @param arguments how to train ({@code training.arguments}, a YAML file of any of them; these win over it:
 *     {@code training.seed} 42, {@code training.max-length} 128, {@code training.pooling} text_mean,
 *     {@code training.weight-decay} auto, {@code training.per-device-eval-batch-size} 64,
 *     {@code training.class-weights} sqrt, {@code training.abstain-below} 0.35, {@code training.lexical} true)
 * @param tolerances how much macro-F1 a challenger may lose ({@code training.tolerance} 0.01,
 *     {@code training.task-tolerance} 0.05, {@code training.learning-topic-tolerance} 0.05)
 */
public record TrainerSettings(
        KafkaSettings kafka,
        Path modelStore,
        String modelName,
        String worker,
        String base,
        TriggerRules rules,
        TrainingArguments arguments,
        Tolerances tolerances) {
    /**
     * Reads the settings and leaves their problems with {@code settings}: call {@link Settings#failIfInvalid} after
     * all.
     */
    public static TrainerSettings from(Settings settings) {
        return new TrainerSettings(
                KafkaSettings.from(settings),
                Path.of(settings.required("model.store")),
                settings.optional("model.name", "grasp"),
                settings.optional("training.worker", "grasp-trainer"),
                settings.optional("training.base", BaseEncoder.MINILM),
                rules(settings),
                arguments(settings),
                new Tolerances(
                        settings.decimal("training.tolerance", 0.01, 0, 1),
                        settings.decimal("training.task-tolerance", 0.05, 0, 1),
                        settings.decimal("training.learning-topic-tolerance", 0.05, 0, 1)));
    }

    private static TriggerRules rules(Settings settings) {
        TriggerRules usual = TriggerRules.defaults();
        return new TriggerRules(
                settings.integer("training.new-topic-labels", usual.newTopicLabels(), 1, Integer.MAX_VALUE),
                settings.integer("training.new-labels", usual.newLabels(), 1, Integer.MAX_VALUE),
                settings.duration("training.oldest-unused", usual.oldestUnused()),
                settings.duration("training.min-interval", usual.minInterval()),
                settings.duration("training.quiet-period", usual.quietPeriod()),
                settings.duration("training.longest-wait", usual.longestWait()));
    }

    /** What is in the file, and settings that win over it. */
    private static TrainingArguments arguments(Settings settings) {
        ArgumentValues file = settings.optional(
                "training.arguments", ArgumentValues.none(), path -> checked(ArgumentValues.ofYaml(Path.of(path))));
        Map<String, String> named = new LinkedHashMap<>();
        named.put("seed", settings.optional("training.seed", "", valueOf("seed")));
        named.put("max_length", settings.optional("training.max-length", "", valueOf("max_length")));
        named.put("pooling", settings.optional("training.pooling", "", valueOf("pooling")));
        named.put("weight_decay", settings.optional("training.weight-decay", "", valueOf("weight_decay")));
        named.put(
                "per_device_eval_batch_size",
                settings.optional("training.per-device-eval-batch-size", "", valueOf("per_device_eval_batch_size")));
        named.put("class_weights", settings.optional("training.class-weights", "", valueOf("class_weights")));
        named.put("abstain_below", settings.optional("training.abstain-below", "", valueOf("abstain_below")));
        named.put("lexical", settings.optional("training.lexical", "", valueOf("lexical")));
        named.values().removeIf(String::isEmpty);
        return TrainingArguments.of(file.overriddenBy(ArgumentValues.of(named)));
    }

    /** Takes a value that the argument of that name takes. */
    private static Function<String, String> valueOf(String argument) {
        return value -> {
            var unused = checked(ArgumentValues.of(Map.of(argument, value)));
            return value;
        };
    }

    private static ArgumentValues checked(ArgumentValues values) {
        var unused = TrainingArguments.of(values);
        return values;
    }
}
