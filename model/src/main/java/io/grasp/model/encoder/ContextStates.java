package io.grasp.model.encoder;

import ai.djl.ndarray.NDManager;
import io.grasp.model.UseCount;
import io.grasp.model.encoder.BertEncoder.KeysAndValues;
import java.util.List;

/**
 * What texts attend to of one context, layer by layer. Owns the native memory of it, which is freed when its last user
 * lets go. Safe for any number of threads.
 */
final class ContextStates {
    private final List<KeysAndValues> layers;
    private final int length;
    private final UseCount uses;

    /**
     * Takes ownership of {@code memory}; the creator is the first user.
     *
     * @param layers [1, length, hidden] each, attached to {@code memory}
     */
    ContextStates(NDManager memory, List<KeysAndValues> layers, int length) {
        this.uses = new UseCount("A context's states", memory::close);
        this.layers = List.copyOf(layers);
        this.length = length;
    }

    KeysAndValues layer(int index) {
        return layers.get(index);
    }

    /** Tokens of the context. */
    int length() {
        return length;
    }

    /** Adds a user, unless the memory is already freed. Every {@code true} is owed one {@link #release}. */
    boolean retain() {
        return uses.retain();
    }

    void release() {
        uses.release();
    }
}
