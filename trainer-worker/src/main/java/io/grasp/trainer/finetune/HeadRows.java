package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Puts rows of their own for some labels of a multi-label head in the place of those it has. */
final class HeadRows {
    private HeadRows() {}

    /**
     * What decides on one label: {@code encoder * vector + words * wording + bias}, which is the label's logit.
     *
     * @param encoder [hidden]
     * @param words [buckets]
     * @param threshold of the probability
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    record Row(float[] encoder, float[] words, double bias, double threshold) {}

    /**
     * The head with those rows; what it says of its other labels stays the same.
     *
     * @param buckets those of the rows' words; rising
     * @param rows by label
     */
    static ClassificationHead replaced(ClassificationHead head, int[] buckets, Map<String, Row> rows) {
        Task task = head.task();
        double temperature = head.calibration().temperature();
        LexicalHead words = head.lexical().orElse(silent(task));
        // a part that counts nothing can't be divided by; it is made to count, and weighs nothing in the old rows
        float encoderWeight = words.encoderWeight() == 0 ? 1 : words.encoderWeight();
        float lexicalWeight = words.lexicalWeight() == 0 ? 1 : words.lexicalWeight();
        int[] union = Stream.of(words.buckets(), buckets)
                .flatMapToInt(Arrays::stream)
                .distinct()
                .sorted()
                .toArray();
        float[][] weight = head.weight();
        float[] bias = head.bias();
        float[][] wordWeight = new float[weight.length][];
        float[] wordBias = words.bias();
        float[][] knownWords = words.weight();
        List<Double> thresholds = new ArrayList<>(head.calibration().thresholds());
        for (int label = 0; label < weight.length; label++) {
            Row row = rows.get(task.labels().get(label));
            if (row == null) {
                weight[label] = times(weight[label], words.encoderWeight() / encoderWeight);
                bias[label] *= words.encoderWeight() / encoderWeight;
                wordWeight[label] =
                        spread(times(knownWords[label], words.lexicalWeight() / lexicalWeight), words.buckets(), union);
                wordBias[label] *= words.lexicalWeight() / lexicalWeight;
            } else {
                weight[label] = times(row.encoder(), temperature / encoderWeight);
                bias[label] = (float) (row.bias() * temperature / encoderWeight);
                wordWeight[label] = spread(times(row.words(), temperature / lexicalWeight), buckets, union);
                wordBias[label] = 0;
                thresholds.set(label, row.threshold());
            }
        }
        return new ClassificationHead(
                        task,
                        weight,
                        bias,
                        new Calibration(
                                temperature, thresholds, head.calibration().abstainBelow()))
                .withLexical(new LexicalHead(union, wordWeight, wordBias, encoderWeight, lexicalWeight));
    }

    /** The lexical part of a head that reads no words. */
    private static LexicalHead silent(Task task) {
        int labels = task.labels().size();
        return new LexicalHead(new int[0], new float[labels][0], new float[labels], 1, 0);
    }

    static float[] times(float[] values, double factor) {
        float[] product = new float[values.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = (float) (values[i] * factor);
        }
        return product;
    }

    private static float[] spread(float[] values, int[] buckets, int[] union) {
        float[] spread = new float[union.length];
        IntStream.range(0, values.length).forEach(i -> spread[Arrays.binarySearch(union, buckets[i])] = values[i]);
        return spread;
    }
}
