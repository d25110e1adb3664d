package io.grasp.trainer.cli;

import io.grasp.model.encoder.Pooling;
import io.grasp.trainer.finetune.ClassWeights;
import io.grasp.trainer.finetune.TrainingArguments;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Training arguments on the command line, named as in Hugging Face's {@code TrainingArguments}; a picocli mixin. */
final class TrainingOptions {
    private static final TrainingArguments USUAL = TrainingArguments.defaults();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random (default: 42).")
    private long seed = USUAL.seed();

    @Option(
            names = {"--max_length", "--max-length"},
            paramLabel = "N",
            description = "Longest input in tokens (default: 128).")
    private int maxLength = USUAL.maxLength();

    @Option(
            names = "--pooling",
            paramLabel = "P",
            converter = PoolingConverter.class,
            description = "How token vectors become one: text_mean (default: mean over the student's own"
                    + " tokens), mean (over all) or cls.")
    private Pooling pooling = USUAL.pooling();

    @Option(
            names = {"--weight_decay", "--weight-decay"},
            paramLabel = "X",
            description = "L2 penalty of the heads (default: chosen on validation rows).")
    private @Nullable Double weightDecay;

    @Option(
            names = {"--per_device_eval_batch_size", "--per-device-eval-batch-size"},
            paramLabel = "N",
            description = "Rows in one forward pass (default: 64).")
    private int perDeviceEvalBatchSize = USUAL.perDeviceEvalBatchSize();

    @Option(
            names = {"--class_weights", "--class-weights"},
            paramLabel = "W",
            converter = ClassWeightsConverter.class,
            description = "How much rare labels count: none, sqrt (default) or balanced.")
    private ClassWeights classWeights = USUAL.classWeights();

    @Option(
            names = {"--abstain_below", "--abstain-below"},
            paramLabel = "P",
            description = "Abstain below this confidence, in tasks of one label out of more than two (default: 0.35).")
    private double abstainBelow = USUAL.abstainBelow();

    TrainingArguments arguments(CommandSpec command) {
        try {
            return new TrainingArguments(
                    seed,
                    maxLength,
                    pooling,
                    weightDecay == null ? OptionalDouble.empty() : OptionalDouble.of(weightDecay),
                    perDeviceEvalBatchSize,
                    classWeights,
                    abstainBelow);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String names = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
            throw new TypeConversionException("'%s' is none of %s".formatted(name, names));
        }
    }

    /** Takes lower case too. */
    static final class PoolingConverter implements ITypeConverter<Pooling> {
        @Override
        public Pooling convert(String name) {
            return named(Pooling.class, name);
        }
    }

    /** Takes lower case too. */
    static final class ClassWeightsConverter implements ITypeConverter<ClassWeights> {
        @Override
        public ClassWeights convert(String name) {
            return named(ClassWeights.class, name);
        }
    }
}
