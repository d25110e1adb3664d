package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.tensor.Tensor;
import io.grasp.model.text.TextTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A frozen encoder: inputs in, one vector each out. Owns its tokenizer and the native memory of its parameters until
 * {@link #close}. Safe for any number of threads.
 */
public final class SentenceEncoder implements AutoCloseable {
    /**
     * A long text's windows are read by so many tokens at once, so that it takes no more memory than many short ones.
     */
    private static final int TOKENS_OF_A_PASS = 2048;

    private final EncoderConfig config;
    private final Reading reading;
    private final TextTokenizer tokenizer;
    private final NDManager manager;
    private final BertEncoder bert;
    private final @Nullable ReusedContexts contexts;
    // Forward passes share it; closing takes it alone, so memory is never freed under a running pass.
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private boolean closed;

    /** Computes as usual. */
    public SentenceEncoder(EncoderFiles files, Reading reading) {
        this(files, reading, Computation.USUAL);
    }

    /**
     * Copies the weights into native memory; {@code files} is not kept.
     *
     * @param reading how inputs are read, with a maximum length of at most the encoder's positions
     * @throws IllegalArgumentException if the maximum length does not suit the encoder
     */
    public SentenceEncoder(EncoderFiles files, Reading reading, Computation computation) {
        this.config = files.config();
        this.reading = reading;
        int maxLength = reading.limits().maxLength();
        if (maxLength > config.maxPositions()) {
            throw new IllegalArgumentException("A maximum length of %d tokens is more than the encoder's %d positions"
                    .formatted(maxLength, config.maxPositions()));
        }
        this.tokenizer = new TextTokenizer(files.tokenizerJson());
        if (maxLength < tokenizer.minLength()) {
            tokenizer.close();
            throw new IllegalArgumentException("A maximum length of %d tokens leaves no room for a text: at least %d"
                    .formatted(maxLength, tokenizer.minLength()));
        }
        this.manager = PyTorchRuntime.newManager();
        Map<String, NDArray> parameters = load(files.weights(), config, name -> true, manager);
        this.bert =
                computation.prepacked() ? prepacked(config, parameters, manager) : new BertEncoder(config, parameters);
        this.contexts = reading.attention() == Attention.TEXT_TO_CONTEXT && computation.contextBytes() > 0
                ? new ReusedContexts(config, bert, manager, computation.contextBytes())
                : null;
    }

    /** Returns the tokens of {@code input}, no window longer than the maximum length. */
    public EncodedInput encode(ModelInput input) {
        return tokenizer.encode(input, reading.limits());
    }

    /**
     * Returns one vector an input, [batch, hidden]: from one forward pass, and further ones only for further windows
     * and for contexts that are not remembered.
     *
     * @throws IllegalStateException if the encoder is closed
     * @throws IllegalArgumentException if an input is longer than the maximum or has tokens of another vocabulary
     */
    public float[][] embed(List<EncodedInput> batch) {
        if (batch.isEmpty()) {
            return new float[0][];
        }
        InputWindows windows = new InputWindows(batch);
        List<EncodedInput> rows = windows.all();
        int longest = rows.stream().mapToInt(EncodedInput::length).max().orElseThrow();
        int rowsOfAPass = Math.max(batch.size(), TOKENS_OF_A_PASS / longest);
        List<float[]> vectors = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); from += rowsOfAPass) {
            List<EncodedInput> pass = rows.subList(from, Math.min(rows.size(), from + rowsOfAPass));
            vectors.addAll(Arrays.asList(pass(pass)));
        }
        return windows.pooled(vectors).toArray(float[][]::new);
    }

    /** Returns how many tokens of a window of {@code input} are computed, if its context was read before. */
    public int tokensToCompute(EncodedInput input) {
        return contexts == null ? input.length() : input.length() - input.textStart();
    }

    private float[][] pass(List<EncodedInput> windows) {
        if (contexts == null) {
            return forward(windows, this::pooled);
        }
        Map<Boolean, List<EncodedInput>> bySuitability =
                windows.stream().distinct().collect(Collectors.partitioningBy(ReusedContexts::suits));
        List<EncodedInput> apart = bySuitability.getOrDefault(true, List.of());
        List<EncodedInput> whole = bySuitability.getOrDefault(false, List.of());
        Map<EncodedInput, float[]> vectors = new HashMap<>();
        if (!apart.isEmpty()) {
            put(vectors, apart, whileOpen(apart, contexts::embed));
        }
        if (!whole.isEmpty()) {
            put(vectors, whole, forward(whole, this::pooled));
        }
        return windows.stream().map(vectors::get).toArray(float[][]::new);
    }

    private static void put(Map<EncodedInput, float[]> vectors, List<EncodedInput> windows, float[][] theirs) {
        for (int i = 0; i < theirs.length; i++) {
            vectors.put(windows.get(i), theirs[i]);
        }
    }

    /** Returns the last layer's vectors of each input's own tokens, [batch][length * hidden]. */
    float[][] hiddenStates(List<EncodedInput> batch) {
        return forward(batch, (hidden, packed) -> {
            float[] flat = hidden.toFloatArray();
            float[][] rows = new float[packed.size()][];
            for (int row = 0; row < rows.length; row++) {
                int from = packed.start(row) * config.hiddenSize();
                rows[row] = Arrays.copyOfRange(flat, from, from + packed.length(row) * config.hiddenSize());
            }
            return rows;
        });
    }

    public int hiddenSize() {
        return config.hiddenSize();
    }

    /** Arrays that live as long as this encoder; a forward pass must not add to them. */
    int managedArrays() {
        return manager.getManagedArrays().size();
    }

    /** Waits for running forward passes and frees the native memory. A second call does nothing. */
    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                if (contexts != null) {
                    contexts.close();
                }
                manager.close();
                tokenizer.close();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private float[][] forward(List<EncodedInput> batch, BiFunction<NDArray, PackedBatch, float[][]> result) {
        PackedBatch packed = new PackedBatch(batch);
        return whileOpen(batch, windows -> {
            try (NDManager scratch = manager.newSubManager()) {
                NDArray hidden = bert.forward(
                        bert.embed(packed, scratch),
                        new PackedLayout(packed, List.of(), reading.attention(), config, scratch));
                return result.apply(hidden, packed);
            }
        });
    }

    private float[][] whileOpen(List<EncodedInput> batch, Function<List<EncodedInput>, float[][]> pass) {
        batch.forEach(this::requireReadable);
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "This model is closed. Open it again, or use the one that replaced it.");
            }
            return pass.apply(batch);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private float[][] pooled(NDArray hidden, PackedBatch packed) {
        return rows(packed.pool(hidden, reading.pooling()).toFloatArray(), config.hiddenSize());
    }

    static float[][] rows(float[] flat, int rowSize) {
        float[][] rows = new float[flat.length / rowSize][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * rowSize, (row + 1) * rowSize);
        }
        return rows;
    }

    // The engine would read outside its tables, or fail with a message that names nothing.
    private void requireReadable(EncodedInput input) {
        if (input.length() > reading.limits().maxLength()) {
            throw new IllegalArgumentException(
                    "An input of %d tokens is longer than the %d this model reads. Encode it with this model."
                            .formatted(input.length(), reading.limits().maxLength()));
        }
        boolean knownTypes =
                !config.architecture().readsTypeIds() || allWithin(input.typeIds(), config.typeVocabSize());
        if (!knownTypes || !allWithin(input.tokenIds(), config.vocabSize())) {
            throw new IllegalArgumentException(
                    "An input has tokens outside this model's vocabulary. Encode it with this model.");
        }
    }

    private static boolean allWithin(int[] ids, int size) {
        return Arrays.stream(ids).allMatch(id -> id >= 0 && id < size);
    }

    /** Closes the manager if that fails. */
    private static BertEncoder prepacked(EncoderConfig config, Map<String, NDArray> parameters, NDManager manager) {
        try {
            PrepackedLinear linear = new PrepackedLinear(manager);
            for (String name : config.linearWeights()) {
                NDArray weight = Objects.requireNonNull(parameters.get(name), name);
                parameters.put(name, linear.prepack(weight));
                weight.close();
            }
            return new BertEncoder(config, parameters, linear);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** Copies the parameters of those names into the manager's memory, and closes it if that fails. */
    static Map<String, NDArray> load(
            Map<String, Tensor> weights, EncoderConfig config, Predicate<String> wanted, NDManager manager) {
        Map<String, NDArray> parameters = new HashMap<>();
        NativeCopies copies = new NativeCopies(manager);
        try {
            for (String name : config.parameterShapes().keySet()) {
                Tensor tensor = weights.get(name);
                if (tensor != null && wanted.test(name)) {
                    parameters.put(name, copies.of(tensor));
                }
            }
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
        return parameters;
    }
}
