package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of BERT and its relatives, see {@link Architecture}: post-norm, with exact GELU. Borrows its
 * parameters. Every operation is differentiable, and none attaches its result to the parameters' manager: the receiver
 * is always an intermediate.
 */
final class BertEncoder {
    /**
     * What the tokens of a layer are attended by.
     *
     * @param keys [heads, batch, length, hidden / heads]
     * @param values the same
     */
    record KeysAndValues(NDArray keys, NDArray values) {}

    /**
     * What the texts of a batch attend to before themselves, in one layer.
     *
     * @param mask added to the attention scores; null if all contexts are of one length
     */
    record Context(KeysAndValues states, @Nullable NDArray mask) {}

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
     * Returns the last layer's vectors [batch, length, hidden], attached to {@code scratch}.
     *
     * @param mask added to the attention scores [heads, batch, length, length]: 0 for a token and hugely negative for
     *     one that is not to be attended to; null if there are none of those
     */
    NDArray forward(PaddedBatch batch, NDManager scratch, @Nullable NDArray mask) {
        return layers(embed(batch, scratch), mask, 0, config.layers());
    }

    /**
     * Returns the keys and values of contexts in each layer, for {@link #textLayers}. Consumes {@code hidden}.
     *
     * @param hidden what the first layer reads, [batch, length, hidden]
     */
    List<KeysAndValues> contextLayers(NDArray hidden, @Nullable NDArray mask) {
        List<KeysAndValues> all = new ArrayList<>();
        NDArray states = hidden;
        for (int i = 0; i < config.layers(); i++) {
            String name = names.layers() + i;
            all.add(keysAndValues(states, name));
            // Of the last layer nothing else is read.
            states = i + 1 < config.layers() ? layer(states, mask, null, name) : states;
        }
        return all;
    }

    /**
     * Returns the last layer's vectors of texts that attend to their contexts and to themselves, [batch, length,
     * hidden]. Consumes {@code hidden}.
     *
     * @param hidden what the first layer reads of the texts
     * @param mask as for {@link #forward}, among the tokens of the texts
     */
    NDArray textLayers(NDArray hidden, @Nullable NDArray mask, BatchContexts contexts) {
        NDArray states = hidden;
        for (int i = 0; i < config.layers(); i++) {
            try (NDManager scratch = states.getManager().newSubManager()) {
                states = layer(states, mask, contexts.ofLayer(i, scratch), names.layers() + i);
            }
        }
        return states;
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
            states = layer(states, mask, null, names.layers() + i);
        }
        return states;
    }

    /** Returns what the first layer reads, [batch, length, hidden], attached to {@code scratch}. */
    NDArray embed(PaddedBatch batch, NDManager scratch) {
        Shape shape = new Shape(batch.size(), batch.longest());
        return embed(
                scratch.create(batch.tokenIds(config.padTokenId()), shape),
                scratch.create(batch.typeIds(), shape),
                scratch.create(batch.positions(config), shape));
    }

    /**
     * Returns what the first layer reads, [batch, length, hidden], attached to the manager of {@code tokenIds}.
     *
     * @param tokenIds [batch, length]
     * @param typeIds [batch, length]; only read if {@link Architecture#readsTypeIds}
     * @param positions [batch, length]
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
    private NDArray layer(NDArray input, @Nullable NDArray mask, @Nullable Context context, String name) {
        NDManager caller = input.getManager();
        try (NDManager scratch = caller.newSubManager()) {
            input.attach(scratch);
            NDArray attended = linear(attention(input, mask, context, name), name + names.attentionOutput());
            NDArray middle = layerNorm(dropout.ofHidden(attended).add(input), name + names.attentionNorm());
            NDArray widened = linear(middle, name + names.intermediate())
                    .getNDArrayInternal()
                    .gelu();
            NDArray output =
                    dropout.ofHidden(linear(widened, name + names.output())).add(middle);
            return kept(layerNorm(output, name + names.outputNorm()), caller);
        }
    }

    private NDArray attention(NDArray input, @Nullable NDArray mask, @Nullable Context context, String name) {
        NDArray query = byHead(input, name + names.query());
        NDArray scaled = query.mul(number(query, 1 / Math.sqrt(config.hiddenSize() / (double) config.heads())));
        KeysAndValues own = keysAndValues(input, name);
        NDArray scores = added(scaled.matMul(own.keys().swapAxes(2, 3)), mask);
        NDArray attended = context == null
                ? dropout.ofAttention(scores.softmax(-1)).matMul(own.values())
                : attended(scaled, context, scores, own.values());
        return attended.transpose(1, 2, 0, 3).reshape(input.getShape());
    }

    /** One softmax over the tokens of the context and those of the text. */
    private static NDArray attended(NDArray query, Context context, NDArray ownScores, NDArray ownValues) {
        NDArray contextScores = added(query.matMul(context.states().keys().swapAxes(2, 3)), context.mask());
        NDArray weights = contextScores.concat(ownScores, -1).softmax(-1);
        long contextLength = contextScores.getShape().get(3);
        NDArray ofContext = weights.get("..., :{}", contextLength);
        NDArray ofText = weights.get("..., {}:", contextLength);
        return ofContext.matMul(context.states().values()).add(ofText.matMul(ownValues));
    }

    private KeysAndValues keysAndValues(NDArray input, String name) {
        return new KeysAndValues(byHead(input, name + names.key()), byHead(input, name + names.value()));
    }

    /** Returns [heads, batch, length, hidden / heads]. */
    private NDArray byHead(NDArray input, String name) {
        Shape shape = input.getShape();
        Shape byHead = new Shape(shape.get(0), shape.get(1), config.heads(), config.hiddenSize() / config.heads());
        return linear(input, name).reshape(byHead).transpose(2, 0, 1, 3);
    }

    private static NDArray added(NDArray scores, @Nullable NDArray mask) {
        return mask == null ? scores : scores.add(mask);
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
