package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.EncodedInput;
import io.grasp.model.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An encoder whose parameters learn: {@link SentenceEncoder}'s forward pass, with gradients, from the lowest layer that
 * learns. Of the word table it holds the rows of its vocabulary only; the others would have no gradient. Owns the
 * native memory of its parameters until {@link #close}. For one thread.
 */
public final class TrainableEncoder implements AutoCloseable {
    private static final String WORDS = "embeddings.word_embeddings.weight";

    private final EncoderFiles files;
    private final EncoderConfig config;
    private final Reading reading;
    private final int frozenLayers;
    private final Vocabulary vocabulary;
    private final NDManager manager;
    private final SortedMap<String, NDArray> trained = new TreeMap<>();
    private final BertEncoder learning;
    private final BertEncoder judging;

    /**
     * Copies the weights into native memory.
     *
     * @param reading how inputs are read; their limits are the caller's business
     * @param parts which parameters learn
     * @param everything all inputs that it will ever read
     */
    public TrainableEncoder(
            EncoderFiles files,
            Reading reading,
            TrainedParts parts,
            Dropout dropout,
            Collection<EncodedInput> everything) {
        this.files = files;
        this.config = files.config();
        this.reading = reading;
        this.frozenLayers = parts.frozenLayers(config);
        this.vocabulary = Vocabulary.of(everything, config);
        this.manager = PyTorchRuntime.newManager();
        Map<String, NDArray> parameters = SentenceEncoder.load(weights(), config, this::isRead, manager);
        parameters.forEach((name, parameter) -> {
            if (parts.include(name, config)) {
                parameter.setRequiresGradient(true);
                trained.put(name, parameter);
            }
        });
        this.learning = new BertEncoder(config, parameters, dropout);
        this.judging = new BertEncoder(config, parameters);
    }

    private boolean isRead(String parameter) {
        return frozenLayers == 0 || new TrainedParts(config.layers() - frozenLayers, false).include(parameter, config);
    }

    private Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new TreeMap<>(files.weights());
        if (frozenLayers == 0) {
            weights.compute(WORDS, (name, table) -> vocabulary.rowsOf(Objects.requireNonNull(table)));
        }
        return weights;
    }

    /** Returns one vector an input, [batch, hidden], on {@code scratch}, with dropout: for learning. */
    public NDArray embedForTraining(List<EncoderInput> batch, NDManager scratch) {
        return pooled(learning, batch, scratch);
    }

    /** Returns one vector an input, without dropout and gradients: for judging what was learnt so far. */
    public float[][] embed(List<EncoderInput> batch) {
        try (NDManager scratch = manager.newSubManager()) {
            float[] flat = PyTorchRuntime.withoutGradients(
                    () -> pooled(judging, batch, scratch).toFloatArray());
            return SentenceEncoder.rows(flat, config.hiddenSize());
        }
    }

    private NDArray pooled(BertEncoder bert, List<EncoderInput> batch, NDManager scratch) {
        PaddedBatch padded =
                new PaddedBatch(batch.stream().map(EncoderInput::tokens).toList());
        NDArray lowest = frozenLayers == 0 ? embedded(bert, padded, scratch) : states(batch, padded, scratch);
        TokenLayout layout = new PaddedLayout(padded, reading.attention(), config, scratch);
        NDArray hidden = bert.layers(lowest, layout, frozenLayers, config.layers());
        return padded.pool(hidden, reading.pooling()).reshape(padded.size(), config.hiddenSize());
    }

    private NDArray embedded(BertEncoder bert, PaddedBatch padded, NDManager scratch) {
        Shape shape = new Shape(padded.size(), padded.longest());
        int[] ids = padded.tokenIds(config.padTokenId());
        vocabulary.toRows(ids);
        return bert.embed(
                scratch.create(ids, shape),
                scratch.create(padded.typeIds(), shape),
                scratch.create(padded.positions(config), shape));
    }

    private NDArray states(List<EncoderInput> batch, PaddedBatch padded, NDManager scratch) {
        int rowSize = padded.longest() * config.hiddenSize();
        float[] flat = new float[padded.size() * rowSize];
        for (int row = 0; row < padded.size(); row++) {
            HiddenStates states = Objects.requireNonNull(batch.get(row).states(), "states of a frozen prefix");
            states.copyTo(flat, row * rowSize);
        }
        // A copy in the engine's own memory: the layer that reads it lets go of it, and Java might free it before the
        // backward pass reads it again.
        return scratch.create(flat, new Shape(padded.size(), padded.longest(), config.hiddenSize()))
                .duplicate();
    }

    /**
     * How many layers, from the lowest, neither learn nor lie above one that does; the embeddings go with the first.
     */
    public int frozenLayers() {
        return frozenLayers;
    }

    /** Returns the parameters that learn, by Hugging Face name; this encoder's own memory. */
    public SortedMap<String, NDArray> trained() {
        return Collections.unmodifiableSortedMap(trained);
    }

    /** Returns a new manager of native memory that goes with this encoder. */
    public NDManager newScratch() {
        return manager.newSubManager();
    }

    /** Returns this encoder as it is now; a copy. */
    public EncoderFiles snapshot() {
        Map<String, Tensor> weights = new TreeMap<>(files.weights());
        trained.forEach((name, parameter) -> {
            Tensor learnt = new Tensor(parameter.getShape().getShape(), parameter.toFloatArray());
            weights.put(
                    name,
                    name.equals(WORDS)
                            ? vocabulary.putRows(learnt, Objects.requireNonNull(weights.get(WORDS)))
                            : learnt);
        });
        return new EncoderFiles(files.configJson(), files.tokenizerJson(), weights);
    }

    /** Frees the native memory. A second call does nothing. */
    @Override
    public void close() {
        manager.close();
    }
}
