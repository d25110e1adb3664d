package io.grasp.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.Task;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.packaging.HeadTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The linear layers of all tasks while they learn. Owns their native memory until {@link #close}. For one thread. */
final class TrainableHeads implements AutoCloseable {
    private final NDManager memory;
    private final List<Head> heads = new ArrayList<>();

    /**
     * Copies where the heads begin.
     *
     * @param parent owner of the memory that this one's is part of
     */
    TrainableHeads(List<ClassificationHead> beginnings, NDManager parent) {
        memory = parent.newSubManager();
        for (ClassificationHead head : beginnings) {
            int labels = head.task().labels().size();
            float[] flat = new float[labels * head.hiddenSize()];
            float[][] rows = head.weight();
            for (int label = 0; label < labels; label++) {
                System.arraycopy(rows[label], 0, flat, label * head.hiddenSize(), head.hiddenSize());
            }
            heads.add(new Head(
                    head.task(),
                    parameter(flat, new Shape(labels, head.hiddenSize())),
                    parameter(head.bias(), new Shape(labels))));
        }
    }

    /**
     * Returns a task's logits [batch, labels], on the manager of {@code pooled}.
     *
     * @param pooled [batch, hidden]
     */
    NDArray logits(int task, NDArray pooled) {
        Head head = heads.get(task);
        return pooled.getNDArrayInternal()
                .linear(pooled, head.weight(), head.bias())
                .singletonOrThrow();
    }

    /** Returns the parameters as a package names them; this object's own memory. */
    SortedMap<String, NDArray> parameters() {
        SortedMap<String, NDArray> parameters = new TreeMap<>();
        for (Head head : heads) {
            parameters.put(HeadTensors.weightOf(head.task().name()), head.weight());
            parameters.put(HeadTensors.biasOf(head.task().name()), head.bias());
        }
        return parameters;
    }

    /** Returns the heads as they are now, uncalibrated; a copy. */
    List<ClassificationHead> snapshot() {
        return heads.stream().map(TrainableHeads::snapshot).toList();
    }

    @Override
    public void close() {
        memory.close();
    }

    private static ClassificationHead snapshot(Head head) {
        int hidden = Math.toIntExact(head.weight().getShape().get(1));
        float[][] rows = new float[head.task().labels().size()][hidden];
        float[] flat = head.weight().toFloatArray();
        for (int label = 0; label < rows.length; label++) {
            System.arraycopy(flat, label * hidden, rows[label], 0, hidden);
        }
        return new ClassificationHead(head.task(), rows, head.bias().toFloatArray(), Calibration.none(head.task()));
    }

    private NDArray parameter(float[] values, Shape shape) {
        try (NDManager scratch = memory.newSubManager()) {
            NDArray copy = scratch.create(values, shape).duplicate();
            copy.attach(memory);
            copy.setRequiresGradient(true);
            return copy;
        }
    }

    private record Head(Task task, NDArray weight, NDArray bias) {}
}
