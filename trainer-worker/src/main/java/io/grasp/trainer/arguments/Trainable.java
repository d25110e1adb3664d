package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.flag;

import java.util.List;

/**
 * What trains; heads always do.
 *
 * @param embeddings whether the encoder's embeddings train, which only goes with all of its layers
 */
public record Trainable(TrainableLayers layers, boolean embeddings) {
    private static final Argument<Trainable, TrainableLayers> TRAIN_LAYERS = new Argument<>(
            "train_layers",
            "L",
            new ArgumentType<>(
                    TrainableLayers.MUST_BE,
                    node -> TrainableLayers.parse(ArgumentType.text(node)),
                    layers -> true,
                    TrainableLayers::toString),
            TrainableLayers.HALF,
            "Which layers of the encoder train: heads (none of them), top:k (the last k), half (the upper half) or all.",
            Trainable::layers);
    private static final Argument<Trainable, Boolean> TRAIN_EMBEDDINGS = new Argument<>(
            "train_embeddings",
            "B",
            flag(),
            false,
            "Whether the embeddings train too; needs --train_layers all.",
            Trainable::embeddings);
    static final ArgumentGroup<Trainable> GROUP =
            new ArgumentGroup<>("What trains", List.of(TRAIN_LAYERS, TRAIN_EMBEDDINGS));

    static Trainable of(ArgumentReader given) {
        return new Trainable(given.value(TRAIN_LAYERS), given.value(TRAIN_EMBEDDINGS));
    }
}
