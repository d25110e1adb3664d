package io.grasp.trainer;

import io.grasp.model.encoder.Pooling;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.finetune.ClassWeights;
import io.grasp.trainer.finetune.TrainingArguments;
import io.grasp.trainer.gate.Tolerances;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

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
 * @param arguments how to train ({@code training.seed} 42, {@code training.max-length} 128, {@code training.pooling}
 *     text_mean, {@code training.weight-decay} chosen on validation rows, {@code training.per-device-eval-batch-size}
 *     64, {@code training.class-weights} sqrt, {@code training.abstain-below} 0.35)
 * @param tolerances how much macro-F1 a challenger may lose ({@code training.tolerance} 0.01,
 *     {@code training.task-tolerance} 0.03, {@code training.learning-topic-tolerance} 0.05)
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
                        settings.decimal("training.task-tolerance", 0.03, 0, 1),
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

    private static TrainingArguments arguments(Settings settings) {
        TrainingArguments usual = TrainingArguments.defaults();
        return new TrainingArguments(
                settings.optional("training.seed", usual.seed(), TrainerSettings::wholeNumber),
                settings.integer("training.max-length", usual.maxLength(), 8, 8192),
                settings.optional("training.pooling", usual.pooling(), oneOf(Pooling.class)),
                settings.optional("training.weight-decay", usual.weightDecay(), TrainerSettings::penalty),
                settings.integer("training.per-device-eval-batch-size", usual.perDeviceEvalBatchSize(), 1, 1024),
                settings.optional("training.class-weights", usual.classWeights(), oneOf(ClassWeights.class)),
                settings.decimal("training.abstain-below", usual.abstainBelow(), 0, 0.999));
    }

    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("write a whole number", e);
        }
    }

    private static OptionalDouble penalty(String text) {
        try {
            double penalty = Double.parseDouble(text);
            if (penalty > 0 && penalty <= 1000) {
                return OptionalDouble.of(penalty);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("write a number above 0, at most 1000", e);
        }
        throw new IllegalArgumentException("write a number above 0, at most 1000");
    }

    private static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("write one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
