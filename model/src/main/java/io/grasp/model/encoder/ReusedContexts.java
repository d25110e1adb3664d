package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.grasp.model.EncodedInput;
import io.grasp.model.encoder.BertEncoder.KeysAndValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads texts without reading their contexts again: {@link Attention#TEXT_TO_CONTEXT} makes a context's states the same
 * whatever the text, so each context is encoded once and remembered. What a text costs goes with its own length.
 * Borrows the encoder; owns the remembered states. Safe for any number of threads.
 */
final class ReusedContexts implements AutoCloseable {
    private final EncoderConfig config;
    private final BertEncoder bert;
    private final NDManager owner;
    private final ContextMemory memory;

    /**
     * Nothing remembered yet.
     *
     * @param owner what the states' memory goes with at the latest
     * @param mostBytes how much native memory they may take
     */
    ReusedContexts(EncoderConfig config, BertEncoder bert, NDManager owner, long mostBytes) {
        this.config = config;
        this.bert = bert;
        this.owner = owner;
        this.memory = new ContextMemory(mostBytes, 2L * Float.BYTES * config.layers() * config.hiddenSize());
    }

    /** Whether the text of that window can be read apart: it has tokens, and something stands before them. */
    static boolean suits(EncodedInput window) {
        return 0 < window.textStart() && window.textStart() < window.textEnd();
    }

    /**
     * Returns the mean over the tokens of each text, [batch][hidden].
     *
     * @param windows such that {@link #suits}
     */
    float[][] embed(List<EncodedInput> windows) {
        List<EncodedInput> contexts =
                windows.stream().map(EncodedInput::context).toList();
        Map<EncodedInput, ContextStates> states = memory.retain(new LinkedHashSet<>(contexts), this::encode);
        try (NDManager scratch = owner.newSubManager()) {
            List<ContextStates> byRow = contexts.stream()
                    .map(context -> Objects.requireNonNull(states.get(context)))
                    .toList();
            PackedBatch texts = PackedBatch.ofTexts(windows);
            NDArray hidden = bert.forward(
                    bert.embed(texts, scratch),
                    new PackedLayout(texts, byRow, Attention.BIDIRECTIONAL, config, scratch));
            return SentenceEncoder.rows(texts.pool(hidden, Pooling.TEXT_MEAN).toFloatArray(), config.hiddenSize());
        } finally {
            states.values().forEach(ContextStates::release);
        }
    }

    private List<ContextStates> encode(List<EncodedInput> contexts) {
        List<ContextStates> encoded = new ArrayList<>();
        PackedBatch packed = new PackedBatch(contexts);
        try (NDManager scratch = owner.newSubManager()) {
            List<KeysAndValues> layers = bert.keysAndValues(
                    bert.embed(packed, scratch),
                    new PackedLayout(packed, List.of(), Attention.BIDIRECTIONAL, config, scratch));
            for (int row = 0; row < packed.size(); row++) {
                encoded.add(states(layers, packed.start(row), packed.length(row)));
            }
        }
        return encoded;
    }

    private ContextStates states(List<KeysAndValues> layers, int start, int length) {
        NDManager states = owner.newSubManager();
        return new ContextStates(
                states,
                layers.stream()
                        .map(layer -> new KeysAndValues(
                                part(layer.keys(), start, length, states), part(layer.values(), start, length, states)))
                        .toList(),
                length);
    }

    private static NDArray part(NDArray all, int start, int length, NDManager states) {
        NDArray copy = all.get(":, {}:{}", start, start + length).duplicate();
        copy.attach(states);
        return copy;
    }

    @Override
    public void close() {
        memory.close();
    }
}
