package io.grasp.trainer;

import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.arguments.ArgumentValues;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.gate.GateRules;
import io.grasp.trainer.gate.Tolerances;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the trainer is set up. Durations are written {@code 10s}, {@code 5m}, {@code 1h}.
 *
 * @param modelStore directory of the model versions ({@code model.store}, required)
 * @param modelName the model's name in announcements ({@code model.name}, grasp)
 * @param group workers of one group share the work, one at a time ({@code training.group}, grasp-trainer)
 * @param leaderTimeout a worker that trains and is not heard of for so long is replaced by another of its group
 *     ({@code training.leader-timeout}, 30s)
 * @param worker this worker's name in announcements and dead letters ({@code training.worker}, grasp-trainer)
 * @param base the encoder to train from ({@code training.base}, minilm)
 * @param rules when to train ({@code training.new-topic-labels} 8, {@code training.new-label-labels} 8,
 *     {@code training.new-labels} 200, {@code training.oldest-unused} 1h, {@code training.min-interval} 1m,
 *     {@code training.quiet-period} 5s, {@code training.longest-wait} 60s)
 * @param arguments how to train ({@code training.arguments}, a YAML file of any of them; these win over it:
 *     {@code training.seed} 42, {@code training.max-length} 128, {@code training.attention} text_to_context,
 *     {@code training.pooling} text_mean, {@code training.weight-decay} auto,
 *     {@code training.per-device-eval-batch-size} 16, {@code training.class-weights} sqrt,
 *     {@code training.abstain-below} 0.35, {@code training.lexical} true)
 * @param updates when a round goes on from the champion, and how ({@code training.update-share} 0.3,
 *     {@code training.replay} 400, {@code training.update-arguments}, a YAML file of arguments that differ)
 * @param checkpoints where a training of encoders leaves its checkpoints, so that a restarted worker goes on with it
 *     ({@code training.checkpoints}, none)
 * @param gate when a challenger may replace the champion ({@code training.tolerance} 0.01,
 *     {@code training.task-tolerance} 0.03, {@code training.learning-topic-tolerance} 0.05,
 *     {@code training.gate-confidence} 0.9, {@code training.gate-min-rows} 20)
 */
public record TrainerSettings(
        KafkaSettings kafka,
        Path modelStore,
        String modelName,
        String group,
        Duration leaderTimeout,
        String worker,
        String base,
        TriggerRules rules,
        TrainingArguments arguments,
        UpdateRules updates,
        Optional<Path> checkpoints,
        GateRules gate) {
    /** Heads alone learn from all rows in seconds, so that new labels soon tell. */
    private static final ArgumentValues USUAL_ARGUMENTS = ArgumentValues.of(Map.of("train_layers", "heads"));

    /**
     * Reads the settings and leaves their problems with {@code settings}: call {@link Settings#failIfInvalid} after
     * all.
     */
    public static TrainerSettings from(Settings settings) {
        return new TrainerSettings(
                KafkaSettings.from(settings),
                Path.of(settings.required("model.store")),
                settings.optional("model.name", "grasp"),
                settings.optional("training.group", "grasp-trainer"),
                settings.duration("training.leader-timeout", Duration.ofSeconds(30)),
                settings.optional("training.worker", "grasp-trainer"),
                settings.optional("training.base", BaseEncoder.MINILM),
                rules(settings),
                arguments(settings),
                updates(settings),
                settings.path("training.checkpoints"),
                gate(settings));
    }

    private static UpdateRules updates(Settings settings) {
        UpdateRules usual = UpdateRules.defaults();
        ArgumentValues file = settings.optional(
                "training.update-arguments",
                ArgumentValues.none(),
                path -> checked(ArgumentValues.ofYaml(Path.of(path))));
        return new UpdateRules(
                settings.decimal("training.update-share", usual.freshShare(), 0, 1),
                settings.integer("training.replay", usual.replay(), 0, Integer.MAX_VALUE),
                usual.arguments().overriddenBy(file));
    }

    private static GateRules gate(Settings settings) {
        GateRules usual = GateRules.defaults();
        Tolerances tolerances = usual.tolerances();
        return new GateRules(
                new Tolerances(
                        settings.decimal("training.tolerance", tolerances.mean(), 0, 1),
                        settings.decimal("training.task-tolerance", tolerances.task(), 0, 1),
                        settings.decimal("training.learning-topic-tolerance", tolerances.learningTopic(), 0, 1)),
                settings.decimal(
                        "training.gate-confidence",
                        usual.confidence(),
                        GateRules.LOWEST_CONFIDENCE,
                        GateRules.HIGHEST_CONFIDENCE),
                settings.integer("training.gate-min-rows", usual.minRows(), GateRules.FEWEST_ROWS, Integer.MAX_VALUE));
    }

    private static TriggerRules rules(Settings settings) {
        TriggerRules usual = TriggerRules.defaults();
        return new TriggerRules(
                settings.integer("training.new-topic-labels", usual.newTopicLabels(), 1, Integer.MAX_VALUE),
                settings.integer("training.new-label-labels", usual.newLabelLabels(), 1, Integer.MAX_VALUE),
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
        named.put("attention", settings.optional("training.attention", "", valueOf("attention")));
        named.put("pooling", settings.optional("training.pooling", "", valueOf("pooling")));
        named.put("weight_decay", settings.optional("training.weight-decay", "", valueOf("weight_decay")));
        named.put(
                "per_device_eval_batch_size",
                settings.optional("training.per-device-eval-batch-size", "", valueOf("per_device_eval_batch_size")));
        named.put("class_weights", settings.optional("training.class-weights", "", valueOf("class_weights")));
        named.put("abstain_below", settings.optional("training.abstain-below", "", valueOf("abstain_below")));
        named.put("lexical", settings.optional("training.lexical", "", valueOf("lexical")));
        named.values().removeIf(String::isEmpty);
        return TrainingArguments.of(USUAL_ARGUMENTS.overriddenBy(file).overriddenBy(ArgumentValues.of(named)));
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
