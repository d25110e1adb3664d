package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of BERT (Devlin et al. 2019), post-norm, with exact GELU. Borrows its parameters. Every operation is
 * differentiable, and none attaches its result to the parameters' manager: the receiver is always an intermediate.
 */
final class BertEncoder {
    private final EncoderConfig config;
    private final Map<String, NDArray> parameters;

    /** @param parameters by Hugging Face name, see {@link EncoderConfig#parameterShapes} */
    BertEncoder(EncoderConfig config, Map<String, NDArray> parameters) {
        this.config = config;
        this.parameters = Map.copyOf(parameters);
    }

    /**
     * Returns the last layer's vectors [batch, length, hidden], attached to the manager of {@code tokenIds}.
     *
     * @param tokenIds [batch, length]
     * @param typeIds [batch, length]
     * @param mask [batch, 1, 1, length], added to the attention scores: 0 for a token and hugely negative for padding;
     *     null if there is no padding
     */
    NDArray forward(NDArray tokenIds, NDArray typeIds, @Nullable NDArray mask) {
        NDArray hidden = embed(tokenIds, typeIds);
        for (int i = 0; i < config.layers(); i++) {
            hidden = layer(hidden, mask, "encoder.layer." + i);
        }
        return hidden;
    }

    private NDArray embed(NDArray tokenIds, NDArray typeIds) {
        NDManager caller = tokenIds.getManager();
        try (NDManager scratch = caller.newSubManager()) {
            int length = Math.toIntExact(tokenIds.getShape().get(1));
            NDArray positions = scratch.arange(length).expandDims(0);
            NDArray sum = lookUp(scratch, "embeddings.word_embeddings", tokenIds)
                    .add(lookUp(scratch, "embeddings.token_type_embeddings", typeIds))
                    .add(lookUp(scratch, "embeddings.position_embeddings", positions));
            return kept(layerNorm(sum, "embeddings.LayerNorm"), caller);
        }
    }

    /** Consumes {@code input}: its intermediates are freed with it as soon as the layer is computed. */
    private NDArray layer(NDArray input, @Nullable NDArray mask, String name) {
        NDManager caller = input.getManager();
        try (NDManager scratch = caller.newSubManager()) {
            input.attach(scratch);
            NDArray attended =
                    linear(attention(input, mask, name + ".attention.self"), name + ".attention.output.dense");
            NDArray middle = layerNorm(attended.add(input), name + ".attention.output.LayerNorm");
            NDArray widened = linear(middle, name + ".intermediate.dense")
                    .getNDArrayInternal()
                    .gelu();
            NDArray output = linear(widened, name + ".output.dense").add(middle);
            return kept(layerNorm(output, name + ".output.LayerNorm"), caller);
        }
    }

    private NDArray attention(NDArray input, @Nullable NDArray mask, String name) {
        long batch = input.getShape().get(0);
        long length = input.getShape().get(1);
        int perHead = config.hiddenSize() / config.heads();
        Shape byHead = new Shape(batch, length, config.heads(), perHead);
        NDArray query = linear(input, name + ".query").reshape(byHead).transpose(0, 2, 1, 3);
        NDArray key = linear(input, name + ".key").reshape(byHead).transpose(0, 2, 3, 1);
        NDArray value = linear(input, name + ".value").reshape(byHead).transpose(0, 2, 1, 3);
        NDArray scores = query.mul((float) (1 / Math.sqrt(perHead))).matMul(key);
        NDArray weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
        return weights.matMul(value).transpose(0, 2, 1, 3).reshape(batch, length, config.hiddenSize());
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
