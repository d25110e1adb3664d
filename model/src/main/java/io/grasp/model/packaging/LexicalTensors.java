package io.grasp.model.packaging;

import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.model.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code lexical.safetensors}: the lexical parts of those heads that have one.
 *
 * <pre>
 * lexical.&lt;task&gt;.buckets  [buckets]          which buckets have weights, rising; whole numbers below 2^22, exact in F32
 * lexical.&lt;task&gt;.weight   [labels, buckets]
 * lexical.&lt;task&gt;.bias     [labels]
 * lexical.&lt;task&gt;.mix      [2]                logits = mix[0] * those of heads.safetensors + mix[1] * these
 * </pre>
 */
final class LexicalTensors {
    private static final int TENSORS_A_TASK = 4;

    private LexicalTensors() {}

    static Map<String, Tensor> of(List<ClassificationHead> heads) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (ClassificationHead head : heads) {
            String task = head.task().name();
            head.lexical().ifPresent(lexical -> put(tensors, task, lexical));
        }
        return tensors;
    }

    private static void put(Map<String, Tensor> tensors, String task, LexicalHead lexical) {
        int[] buckets = lexical.buckets();
        float[] numbers = new float[buckets.length];
        for (int i = 0; i < buckets.length; i++) {
            numbers[i] = buckets[i];
        }
        float[] weights = new float[lexical.labels() * buckets.length];
        float[][] rows = lexical.weight();
        for (int label = 0; label < rows.length; label++) {
            System.arraycopy(rows[label], 0, weights, label * buckets.length, buckets.length);
        }
        tensors.put(name(task, "buckets"), new Tensor(new long[] {buckets.length}, numbers));
        tensors.put(name(task, "weight"), new Tensor(new long[] {lexical.labels(), buckets.length}, weights));
        tensors.put(name(task, "bias"), new Tensor(new long[] {lexical.labels()}, lexical.bias()));
        tensors.put(
                name(task, "mix"),
                new Tensor(new long[] {2}, new float[] {lexical.encoderWeight(), lexical.lexicalWeight()}));
    }

    /**
     * Returns the heads with their lexical parts.
     *
     * @throws IllegalArgumentException if a tensor is missing, superfluous or does not fit its task
     */
    static List<ClassificationHead> addedTo(List<ClassificationHead> heads, Map<String, Tensor> tensors) {
        List<ClassificationHead> complete = heads.stream()
                .map(head -> part(head, tensors).map(head::withLexical).orElse(head))
                .toList();
        long parts =
                complete.stream().filter(head -> head.lexical().isPresent()).count();
        if (tensors.size() != TENSORS_A_TASK * parts) {
            throw new IllegalArgumentException("%s has %d tensors where its %d tasks need %d each"
                    .formatted(PackageFiles.LEXICAL, tensors.size(), parts, TENSORS_A_TASK));
        }
        complete.forEach(LexicalTensors::requireWordsThatMayDecide);
        return complete;
    }

    private static void requireWordsThatMayDecide(ClassificationHead head) {
        if (head.calibration().earlyExit() != null && head.lexical().isEmpty()) {
            throw new IllegalArgumentException("%s has no words of task %s, which may decide alone in grasp.json"
                    .formatted(PackageFiles.LEXICAL, head.task().name()));
        }
    }

    private static Optional<LexicalHead> part(ClassificationHead head, Map<String, Tensor> tensors) {
        String task = head.task().name();
        Tensor numbers = tensors.get(name(task, "buckets"));
        if (numbers == null) {
            return Optional.empty();
        }
        int[] buckets = buckets(numbers, task);
        int labels = head.task().labels().size();
        float[] weights = values(tensors, name(task, "weight"), labels, buckets.length);
        float[][] rows = new float[labels][];
        for (int label = 0; label < labels; label++) {
            rows[label] = Arrays.copyOfRange(weights, label * buckets.length, (label + 1) * buckets.length);
        }
        float[] mix = values(tensors, name(task, "mix"), 2);
        return Optional.of(new LexicalHead(buckets, rows, values(tensors, name(task, "bias"), labels), mix[0], mix[1]));
    }

    private static int[] buckets(Tensor tensor, String task) {
        float[] numbers = tensor.toFloatArray();
        int[] buckets = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            buckets[i] = (int) numbers[i];
            if (buckets[i] != numbers[i]) {
                throw new IllegalArgumentException(
                        "%s in %s must hold whole numbers".formatted(name(task, "buckets"), PackageFiles.LEXICAL));
            }
        }
        return buckets;
    }

    private static float[] values(Map<String, Tensor> tensors, String name, long... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("%s lacks %s".formatted(PackageFiles.LEXICAL, name));
        }
        if (!tensor.hasShape(shape)) {
            throw new IllegalArgumentException("%s in %s is %s where its task and buckets need %s"
                    .formatted(name, PackageFiles.LEXICAL, tensor, Arrays.toString(shape)));
        }
        return tensor.toFloatArray();
    }

    private static String name(String task, String tensor) {
        return "lexical.%s.%s".formatted(task, tensor);
    }
}
