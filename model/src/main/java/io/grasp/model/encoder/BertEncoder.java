package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of BERT and its relatives, see {@link Architecture}: post-norm, with exact GELU. Borrows its
 * parameters. Every operation is differentiable, and none attaches its result to the parameters' manager: the receiver
 * is always an intermediate.
 */
final class BertEncoder {
    private final EncoderConfig config;
    private final Architecture architecture;
    private final Architecture.LayerNames names;
    private final Map<String, NDArray> parameters;
    private final Dropout dropout;

    /** @param parameters by Hugging Face name, see {@link EncoderConfig#parameterShapes} */
    BertEncoder(EncoderConfig config, Map<String, NDArray> parameters) {
        this(config, parameters, Dropout.NONE);
    }

    /** One that drops values at random, for training. */
    BertEncoder(EncoderConfig config, Map<String, NDArray> parameters, Dropout dropout) {
        this.config = config;
        this.architecture = config.architecture();
        this.names = architecture.layerNames();
        this.parameters = Map.copyOf(parameters);
        this.dropout = dropout;
    }

    /**
     * Returns the last layer's vectors [batch, length, hidden], attached to the manager of {@code tokenIds}.
     *
     * @param tokenIds [batch, length]
     * @param typeIds [batch, length]; only read if {@link Architecture#readsTypeIds}
     * @param mask [batch, 1, 1, length], added to the attention scores: 0 for a token and hugely negative for padding;
     *     null if there is no padding
     */
    NDArray forward(NDArray tokenIds, NDArray typeIds, @Nullable NDArray mask) {
        return layers(embed(tokenIds, typeIds), mask, 0, config.layers());
    }

    /**
     * Returns what layer {@code to} reads, or the last layer's vectors, from what layer {@code from} reads; [batch,
     * length, hidden] each. Consumes {@code hidden}.
     *
     * @param from counted from 0; the embeddings are what layer 0 reads
     */
    NDArray layers(NDArray hidden, @Nullable NDArray mask, int from, int to) {
        NDArray states = hidden;
        for (int i = from; i < to; i++) {
            states = layer(states, mask, names.layers() + i);
        }
        return states;
    }

    /** Returns what the first layer reads, [batch, length, hidden], attached to the manager of {@code tokenIds}. */
    NDArray embed(NDArray tokenIds, NDArray typeIds) {
        NDManager caller = tokenIds.getManager();
        try (NDManager scratch = caller.newSubManager()) {
            NDArray sum = lookUp(scratch, "embeddings.word_embeddings", tokenIds);
            if (architecture.hasTypeEmbeddings()) {
                NDArray types =
                        architecture.readsTypeIds() ? typeIds : scratch.zeros(new Shape(1, 1), tokenIds.getDataType());
                sum = sum.add(lookUp(scratch, "embeddings.token_type_embeddings", types));
            }
            sum = sum.add(lookUp(scratch, "embeddings.position_embeddings", positions(tokenIds, scratch)));
            return kept(dropout.ofHidden(layerNorm(sum, "embeddings.LayerNorm")), caller);
        }
    }

    private NDArray positions(NDArray tokenIds, NDManager scratch) {
        if (!architecture.countsPositionsFromPadding()) {
            return scratch.arange(Math.toIntExact(tokenIds.getShape().get(1))).expandDims(0);
        }
        int padding = config.padTokenId();
        NDArray isToken = kept(tokenIds.neq(padding), scratch).toType(tokenIds.getDataType(), false);
        return isToken.cumSum(1).mul(isToken).add(padding);
    }

    /** Consumes {@code input}: its intermediates are freed with it as soon as the layer is computed. */
    private NDArray layer(NDArray input, @Nullable NDArray mask, String name) {
        NDManager caller = input.getManager();
        try (NDManager scratch = caller.newSubManager()) {
            input.attach(scratch);
            NDArray attended = linear(attention(input, mask, name), name + names.attentionOutput());
            NDArray middle = layerNorm(dropout.ofHidden(attended).add(input), name + names.attentionNorm());
            NDArray widened = linear(middle, name + names.intermediate())
                    .getNDArrayInternal()
                    .gelu();
            NDArray output =
                    dropout.ofHidden(linear(widened, name + names.output())).add(middle);
            return kept(layerNorm(output, name + names.outputNorm()), caller);
        }
    }

    private NDArray attention(NDArray input, @Nullable NDArray mask, String name) {
        long batch = input.getShape().get(0);
        long length = input.getShape().get(1);
        int perHead = config.hiddenSize() / config.heads();
        Shape byHead = new Shape(batch, length, config.heads(), perHead);
        NDArray query = linear(input, name + names.query()).reshape(byHead).transpose(0, 2, 1, 3);
        NDArray key = linear(input, name + names.key()).reshape(byHead).transpose(0, 2, 3, 1);
        NDArray value = linear(input, name + names.value()).reshape(byHead).transpose(0, 2, 1, 3);
        NDArray scores = query.mul(number(query, 1 / Math.sqrt(perHead))).matMul(key);
        NDArray weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
        return dropout.ofAttention(weights)
                .matMul(value)
                .transpose(0, 2, 1, 3)
                .reshape(batch, length, config.hiddenSize());
    }

    /**
     * A number in the engine's own memory, beside {@code array}. That of {@code mul(Number)} is Java's, which may free
     * it before the backward pass reads it.
     */
    private static NDArray number(NDArray array, double value) {
        return array.getManager().full(new Shape(), (float) value);
    }

    private NDArray linear(NDArray input, String name) {
        return input.getNDArrayInternal()
                .linear(input, parameter(name + ".weight"), parameter(name + ".bias"))
                .singletonOrThrow();
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
