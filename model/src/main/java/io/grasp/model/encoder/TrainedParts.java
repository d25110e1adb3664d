package io.grasp.model.encoder;

/**
 * Which parameters of an encoder learn.
 *
 * @param topLayers how many layers, counted from the last; more than there are means all
 * @param embeddings whether the embeddings do; only if all layers do, since what is above them must follow
 */
public record TrainedParts(int topLayers, boolean embeddings) {
    public TrainedParts {
        if (topLayers < 0) {
            throw new IllegalArgumentException("At least 0 layers can learn, not %d".formatted(topLayers));
        }
    }

    /** How many layers, from the lowest, neither learn nor lie above anything that does. */
    public int frozenLayers(EncoderConfig config) {
        return Math.max(0, config.layers() - topLayers);
    }

    boolean include(String parameter, EncoderConfig config) {
        int layers = config.layers();
        if (parameter.startsWith("embeddings.")) {
            return embeddings && topLayers >= layers;
        }
        String prefix = config.architecture().layerNames().layers();
        if (!parameter.startsWith(prefix)) {
            return false;
        }
        int layer = Integer.parseInt(parameter.substring(prefix.length(), parameter.indexOf('.', prefix.length())));
        return layer >= layers - topLayers;
    }
}
