package io.grasp.model.encoder;

import ai.djl.ndarray.NDManager;
import io.grasp.model.EncodedInput;
import io.grasp.model.tensor.Tensor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The embeddings and the lowest layers of an encoder, which a training leaves as they are, so that what they make of an
 * input need be computed only once. Owns the native memory of their parameters until {@link #close}, which must come
 * after the last pass. Passes are safe for any number of threads.
 */
public final class FrozenLayers implements AutoCloseable {
    private final EncoderConfig config;
    private final int layers;
    private final Attention attention;
    private final NDManager manager;
    private final BertEncoder bert;

    /**
     * Copies the weights into native memory.
     *
     * @param layers how many, counted from the lowest
     * @param attention which tokens attend to which
     */
    public FrozenLayers(EncoderFiles files, int layers, Attention attention) {
        this.config = files.config();
        this.layers = layers;
        this.attention = attention;
        this.manager = PyTorchRuntime.newManager();
        this.bert =
                new BertEncoder(config, SentenceEncoder.load(weights(files, layers), config, name -> true, manager));
    }

    /** The weights of an encoder's embeddings and lowest layers, by name. */
    public static SortedMap<String, Tensor> weights(EncoderFiles files, int layers) {
        EncoderConfig config = files.config();
        TrainedParts above = new TrainedParts(config.layers() - layers, false);
        SortedMap<String, Tensor> weights = new TreeMap<>(files.weights());
        weights.keySet().removeIf(name -> above.include(name, config));
        return weights;
    }

    /** Returns what the layer above reads of each input, from one pass padded to the longest. */
    public HiddenStates[] pass(List<EncodedInput> batch) {
        PaddedBatch padded = new PaddedBatch(batch);
        try (NDManager scratch = manager.newSubManager()) {
            float[] flat = bert.layers(
                            bert.embed(padded, scratch),
                            new PaddedLayout(padded, attention, config, scratch),
                            0,
                            layers)
                    .toFloatArray();
            HiddenStates[] states = new HiddenStates[padded.size()];
            for (int row = 0; row < states.length; row++) {
                states[row] = HiddenStates.of(
                        flat, row * padded.longest() * config.hiddenSize(), padded.length(row) * config.hiddenSize());
            }
            return states;
        }
    }

    /** How much memory its hidden states would take. */
    public long bytesOf(EncodedInput input) {
        return 2L * input.length() * config.hiddenSize();
    }

    @Override
    public void close() {
        manager.close();
    }
}
