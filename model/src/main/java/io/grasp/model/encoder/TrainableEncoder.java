package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.tensor.Tensor;
import io.grasp.model.text.TextTokenizer;
import io.grasp.model.text.Truncation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An encoder whose parameters learn: {@link SentenceEncoder}'s forward pass, with gradients. Owns its tokenizer and the
 * native memory of its parameters until {@link #close}. For one thread.
 */
public final class TrainableEncoder implements AutoCloseable {
    private final EncoderFiles files;
    private final EncoderConfig config;
    private final Pooling pooling;
    private final int maxLength;
    private final TextTokenizer tokenizer;
    private final NDManager manager;
    private final SortedMap<String, NDArray> trained;
    private final BertEncoder bert;

    /**
     * Copies the weights into native memory.
     *
     * @param maxLength the longest input in tokens, special tokens included
     * @param parts which parameters learn
     */
    public TrainableEncoder(EncoderFiles files, Pooling pooling, int maxLength, TrainedParts parts, Dropout dropout) {
        this.files = files;
        this.config = files.config();
        this.pooling = pooling;
        this.maxLength = maxLength;
        this.tokenizer = new TextTokenizer(files.tokenizerJson());
        this.manager = PyTorchRuntime.newManager();
        Map<String, NDArray> parameters = SentenceEncoder.load(files.weights(), config, manager);
        this.trained = new TreeMap<>();
        parameters.forEach((name, parameter) -> {
            if (parts.include(name, config)) {
                parameter.setRequiresGradient(true);
                trained.put(name, parameter);
            }
        });
        this.bert = new BertEncoder(config, parameters, dropout);
    }

    /** Returns the tokens of {@code input}, at most the maximum length. */
    public EncodedInput encode(ModelInput input) {
        return tokenizer.encode(input, maxLength, Truncation.CONTEXT_FIRST);
    }

    /** Returns one vector an input, [batch, hidden], on {@code scratch}, with dropout: for learning. */
    public NDArray embedForTraining(List<EncodedInput> batch, NDManager scratch) {
        PaddedBatch padded = new PaddedBatch(batch);
        Shape shape = new Shape(padded.size(), padded.longest());
        NDArray tokenIds = scratch.create(padded.tokenIds(config.padTokenId()), shape);
        NDArray typeIds = scratch.create(padded.typeIds(), shape);
        return padded.pool(bert.forward(tokenIds, typeIds, padded.mask(scratch)), pooling)
                .reshape(padded.size(), config.hiddenSize());
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
        trained.forEach((name, parameter) ->
                weights.put(name, new Tensor(parameter.getShape().getShape(), parameter.toFloatArray())));
        return new EncoderFiles(files.configJson(), files.tokenizerJson(), weights);
    }

    /** Frees the native memory. A second call does nothing. */
    @Override
    public void close() {
        manager.close();
        tokenizer.close();
    }
}
