package io.grasp.trainer.finetune;

import io.grasp.model.encoder.Pooling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a person may decide about a training; names are those of Hugging Face's {@code TrainingArguments} where it has
 * them.
 *
 * @param seed of everything random; training heads on a frozen encoder draws no random numbers
 * @param maxLength the longest input in tokens, special ones included
 * @param weightDecay L2 penalty of a head's weights, per row, on standardised features; empty: chosen per task on the
 *     validation rows
 * @param perDeviceEvalBatchSize how many rows at most are embedded in one forward pass
 * @param abstainBelow the confidence below which a single-label or ordinal task of more than two labels abstains; other
 *     tasks never do
 */
public record TrainingArguments(
        long seed,
        int maxLength,
        Pooling pooling,
        OptionalDouble weightDecay,
        int perDeviceEvalBatchSize,
        ClassWeights classWeights,
        double abstainBelow) {
    private static final int LONGEST = 8192;

    /**
     * Checks all of them at once.
     *
     * @throws IllegalArgumentException naming every argument that is out of range
     */
    public TrainingArguments {
        List<String> problems = new ArrayList<>();
        if (maxLength < 8 || maxLength > LONGEST) {
            problems.add("max_length must be from 8 to %d but is %d".formatted(LONGEST, maxLength));
        }
        weightDecay.ifPresent(decay -> {
            if (!(decay > 0) || decay > 1000) {
                problems.add("weight_decay must be above 0 and at most 1000 but is %s".formatted(decay));
            }
        });
        if (perDeviceEvalBatchSize < 1 || perDeviceEvalBatchSize > 1024) {
            problems.add("per_device_eval_batch_size must be from 1 to 1024 but is " + perDeviceEvalBatchSize);
        }
        if (!(abstainBelow >= 0 && abstainBelow < 1)) {
            problems.add("abstain_below must be at least 0 and below 1 but is %s".formatted(abstainBelow));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static TrainingArguments defaults() {
        return new TrainingArguments(42, 128, Pooling.TEXT_MEAN, OptionalDouble.empty(), 64, ClassWeights.SQRT, 0.35);
    }

    /** These arguments by name, for a model card or a JSON file. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seed", seed);
        map.put("max_length", maxLength);
        map.put("pooling", pooling.name());
        map.put("weight_decay", weightDecay.isPresent() ? weightDecay.getAsDouble() : "chosen on validation rows");
        map.put("per_device_eval_batch_size", perDeviceEvalBatchSize);
        map.put("class_weights", classWeights.name());
        map.put("abstain_below", abstainBelow);
        return map;
    }
}
