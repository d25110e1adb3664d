package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The forward pass of BERT and its relatives, see {@link Architecture}: post-norm, with exact GELU. Borrows its
 * parameters. Every operation is differentiable, and none attaches its result to the parameters' manager: the receiver
 * is always an intermediate.
 */
final class BertEncoder {
    /**
     * What the tokens of a layer are attended by, before it is parted into heads.
     *
     * @param keys as the tokens lie, with [hidden] last
     * @param values the same
     */
    record KeysAndValues(NDArray keys, NDArray values) {}

    private final EncoderConfig config;
    private final Architecture architecture;
    private final Architecture.LayerNames names;
    private final Map<String, NDArray> parameters;
    private final Dropout dropout;
    private final LinearLayer linear;

    /** @param parameters by Hugging Face name, see {@link EncoderConfig#parameterShapes} */
    BertEncoder(EncoderConfig config, Map<String, NDArray> parameters) {
        this(config, parameters, Dropout.NONE, LinearLayer.USUAL);
    }

    /** One that drops values at random, for training. */
    BertEncoder(EncoderConfig config, Map<String, NDArray> parameters, Dropout dropout) {
        this(config, parameters, dropout, LinearLayer.USUAL);
    }

    /** One whose linear layers are computed in another way, by weights that suit it. */
    BertEncoder(EncoderConfig config, Map<String, NDArray> parameters, LinearLayer linear) {
        this(config, parameters, Dropout.NONE, linear);
    }

    private BertEncoder(EncoderConfig config, Map<String, NDArray> parameters, Dropout dropout, LinearLayer linear) {
        this.config = config;
        this.architecture = config.architecture();
        this.names = architecture.layerNames();
        this.parameters = Map.copyOf(parameters);
        this.dropout = dropout;
        this.linear = linear;
    }

    /**
     * Returns the last layer's vectors, as {@code hidden} lies. Consumes {@code hidden}.
     *
     * @param hidden what the first layer reads
     */
    NDArray forward(NDArray hidden, TokenLayout layout) {
        return layers(hidden, layout, 0, config.layers());
    }

    /**
     * Returns what layer {@code to} reads, or the last layer's vectors, from what layer {@code from} reads. Consumes
     * {@code hidden}.
     *
     * @param from counted from 0; the embeddings are what layer 0 reads
     */
    NDArray layers(NDArray hidden, TokenLayout layout, int from, int to) {
        NDArray states = hidden;
        for (int i = from; i < to; i++) {
            states = layer(states, layout, i);
        }
        return states;
    }

    /** Returns the keys and values of each layer, on the manager of {@code hidden}, which it consumes. */
    List<KeysAndValues> keysAndValues(NDArray hidden, TokenLayout layout) {
        List<KeysAndValues> all = new ArrayList<>();
        NDArray states = hidden;
        for (int i = 0; i < config.layers(); i++) {
            String name = names.layers() + i;
            all.add(new KeysAndValues(linear(states, name + names.key()), linear(states, name + names.value())));
            // Of the last layer nothing else is read.
            states = i + 1 < config.layers() ? layer(states, layout, i) : states;
        }
        return all;
    }

    /** Returns what the first layer reads, [batch, length, hidden], attached to {@code scratch}. */
    NDArray embed(PaddedBatch batch, NDManager scratch) {
        Shape shape = new Shape(batch.size(), batch.longest());
        return embed(
                scratch.create(batch.tokenIds(config.padTokenId()), shape),
                scratch.create(batch.typeIds(), shape),
                scratch.create(batch.positions(config), shape));
    }

    /** Returns what the first layer reads, [1, tokens, hidden], attached to {@code scratch}. */
    NDArray embed(PackedBatch batch, NDManager scratch) {
        // The engine has its fast products of rounded factors for three dimensions only.
        Shape shape = new Shape(1, batch.tokens());
        return embed(
                scratch.create(batch.tokenIds(), shape),
                scratch.create(batch.typeIds(), shape),
                scratch.create(batch.positions(config), shape));
    }

    /**
     * Returns what the first layer reads, as the tokens lie, attached to the manager of {@code tokenIds}.
     *
     * @param typeIds only read if {@link Architecture#readsTypeIds}
     */
    NDArray embed(NDArray tokenIds, NDArray typeIds, NDArray positions) {
        NDManager caller = tokenIds.getManager();
        try (NDManager scratch = caller.newSubManager()) {
            NDArray sum = lookUp(scratch, "embeddings.word_embeddings", tokenIds);
            if (architecture.hasTypeEmbeddings()) {
                NDArray types =
                        architecture.readsTypeIds() ? typeIds : scratch.zeros(new Shape(1, 1), tokenIds.getDataType());
                sum = sum.add(lookUp(scratch, "embeddings.token_type_embeddings", types));
            }
            sum = sum.add(lookUp(scratch, "embeddings.position_embeddings", positions));
            return kept(dropout.ofHidden(layerNorm(sum, "embeddings.LayerNorm")), caller);
        }
    }

    /** Consumes {@code input}: its intermediates are freed with it as soon as the layer is computed. */
    private NDArray layer(NDArray input, TokenLayout layout, int index) {
        String name = names.layers() + index;
        NDManager caller = input.getManager();
        try (NDManager scratch = caller.newSubManager()) {
            input.attach(scratch);
            NDArray attended = linear(attention(input, layout, index), name + names.attentionOutput());
            NDArray middle = layerNorm(dropout.ofHidden(attended).add(input), name + names.attentionNorm());
            String intermediate = name + names.intermediate();
            NDArray widened =
                    linear.gelu(middle, parameter(intermediate + ".weight"), parameter(intermediate + ".bias"));
            NDArray output =
                    dropout.ofHidden(linear(widened, name + names.output())).add(middle);
            return kept(layerNorm(output, name + names.outputNorm()), caller);
        }
    }

    private NDArray attention(NDArray input, TokenLayout layout, int layer) {
        String name = names.layers() + layer;
        NDArray query = layout.queries(linear(input, name + names.query()));
        NDArray key = layout.keys(linear(input, name + names.key()), layer);
        NDArray value = layout.values(linear(input, name + names.value()), layer);
        NDArray scale = number(query, 1 / Math.sqrt(config.hiddenSize() / (double) config.heads()));
        NDArray scores = query.mul(scale).matMul(key.swapAxes(2, 3));
        NDArray mask = layout.mask();
        NDArray weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
        return layout.joined(dropout.ofAttention(weights).matMul(value));
    }

    /**
     * A number in the engine's own memory, beside {@code array}. That of {@code mul(Number)} is Java's, which may free
     * it before the backward pass reads it.
     */
    private static NDArray number(NDArray array, double value) {
        return array.getManager().full(new Shape(), (float) value);
    }

    private NDArray linear(NDArray input, String name) {
        return linear.of(input, parameter(name + ".weight"), parameter(name + ".bias"));
    }

    private NDArray layerNorm(NDArray input, String name) {
        return input.getNDArrayInternal()
                .layerNorm(
                        input,
                        new Shape(config.hiddenSize()),
                        parameter(name + ".weight"),
                        parameter(name + ".bias"),
                        (float) config.layerNormEpsilon())
                .singletonOrThrow();
    }

    private NDArray lookUp(NDManager owner, String name, NDArray ids) {
        NDArray rows = ids.getNDArrayInternal()
                .embedding(ids, parameter(name + ".weight"), SparseFormat.DENSE)
                .singletonOrThrow();
        return kept(rows, owner);
    }

    private NDArray parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    private static NDArray kept(NDArray array, NDManager owner) {
        array.attach(owner);
        return array;
    }
}
