package io.grasp.model.packaging;

/** The names of heads' tensors, in {@code heads.safetensors} and wherever else heads are kept. */
public final class HeadTensors {
    private HeadTensors() {}

    /** The name of [labels, hidden]. */
    public static String weightOf(String task) {
        return "heads.%s.weight".formatted(task);
    }

    /** The name of [labels]. */
    public static String biasOf(String task) {
        return "heads.%s.bias".formatted(task);
    }

    /** The name under which a task's dense layer is kept, as if it were a head of its own. */
    static String denseOf(String task) {
        return task + ".dense";
    }
}
