package io.grasp.model.encoder;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The families of encoders that share one forward pass: BERT (Devlin et al. 2019), RoBERTa (Liu et al. 2019) and
 * DistilBERT (Sanh et al. 2019). They differ in the names that Hugging Face gives to parameters and settings, in where
 * positions begin, and in whether segments are told apart.
 */
public enum Architecture {
    BERT("bert"),
    ROBERTA("roberta"),
    DISTILBERT("distilbert");

    private final String modelType;

    Architecture(String modelType) {
        this.modelType = modelType;
    }

    /** The {@code model_type} in {@code config.json}; checkpoints of whole classifiers put it before parameters. */
    public String modelType() {
        return modelType;
    }

    /** Whether token type ids change what the encoder computes; without it, tokenizers do not hand them over. */
    public boolean readsTypeIds() {
        return this == BERT;
    }

    /** Whether there is a table of segments; RoBERTa has one and only ever reads its first row. */
    boolean hasTypeEmbeddings() {
        return this != DISTILBERT;
    }

    /** Whether positions are counted over what is not padding, from the padding id + 1 on, as RoBERTa does. */
    boolean countsPositionsFromPadding() {
        return this == ROBERTA;
    }

    /** The row of the position table that the first token reads. */
    int firstPosition(int padTokenId) {
        return countsPositionsFromPadding() ? padTokenId + 1 : 0;
    }

    /** What Hugging Face's configuration class takes where {@code config.json} names no padding. */
    int defaultPadTokenId() {
        return this == ROBERTA ? 1 : 0;
    }

    ConfigKeys configKeys() {
        return this == DISTILBERT ? ConfigKeys.OF_DISTILBERT : ConfigKeys.OF_BERT;
    }

    LayerNames layerNames() {
        return this == DISTILBERT ? LayerNames.OF_DISTILBERT : LayerNames.OF_BERT;
    }

    static Architecture ofModelType(String modelType) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.modelType.equals(modelType))
                .findFirst()
                .orElseThrow(() -> new UnreadableEncoderException(
                        "Encoders of model_type '%s' are not supported. Use one of model_type %s."
                                .formatted(
                                        modelType,
                                        Arrays.stream(values())
                                                .map(Architecture::modelType)
                                                .collect(Collectors.joining(", ")))));
    }

    /** What {@code config.json} calls the sizes that every architecture has. */
    record ConfigKeys(
            String hiddenSize,
            String layers,
            String heads,
            String intermediateSize,
            String activation,
            String hiddenDropout,
            String attentionDropout) {
        static final ConfigKeys OF_BERT = new ConfigKeys(
                "hidden_size",
                "num_hidden_layers",
                "num_attention_heads",
                "intermediate_size",
                "hidden_act",
                "hidden_dropout_prob",
                "attention_probs_dropout_prob");
        static final ConfigKeys OF_DISTILBERT = new ConfigKeys(
                "dim", "n_layers", "n_heads", "hidden_dim", "activation", "dropout", "attention_dropout");
    }

    /**
     * What the parts of a layer are called.
     *
     * @param layers comes before a layer's number
     */
    record LayerNames(
            String layers,
            String query,
            String key,
            String value,
            String attentionOutput,
            String attentionNorm,
            String intermediate,
            String output,
            String outputNorm) {
        static final LayerNames OF_BERT = new LayerNames(
                "encoder.layer.",
                ".attention.self.query",
                ".attention.self.key",
                ".attention.self.value",
                ".attention.output.dense",
                ".attention.output.LayerNorm",
                ".intermediate.dense",
                ".output.dense",
                ".output.LayerNorm");
        static final LayerNames OF_DISTILBERT = new LayerNames(
                "transformer.layer.",
                ".attention.q_lin",
                ".attention.k_lin",
                ".attention.v_lin",
                ".attention.out_lin",
                ".sa_layer_norm",
                ".ffn.lin1",
                ".ffn.lin2",
                ".output_layer_norm");
    }
}
