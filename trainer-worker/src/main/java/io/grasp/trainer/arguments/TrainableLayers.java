package io.grasp.trainer.arguments;

import java.util.Locale;

/**
 * Which layers of the encoder train beside the heads.
 *
 * @param kind none of them ({@code heads}), some ({@code top:k}), the upper {@code half}, rounded up, or {@code all}
 * @param top how many from the top; 0 unless the kind is TOP
 */
public record TrainableLayers(Kind kind, int top) {
    static final String MUST_BE = "heads, top:k with k of at least 1, half, or all";
    private static final String TOP_PREFIX = "top:";

    /** How many layers train. */
    public enum Kind {
        HEADS,
        TOP,
        HALF,
        ALL
    }

    public static final TrainableLayers HEADS = new TrainableLayers(Kind.HEADS, 0);
    public static final TrainableLayers HALF = new TrainableLayers(Kind.HALF, 0);
    public static final TrainableLayers ALL = new TrainableLayers(Kind.ALL, 0);

    public TrainableLayers {
        if (kind == Kind.TOP ? top < 1 : top != 0) {
            throw new IllegalArgumentException(
                    "train_layers must be %s but is %s with %d".formatted(MUST_BE, kind, top));
        }
    }

    static TrainableLayers parse(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.startsWith(TOP_PREFIX)) {
            return new TrainableLayers(Kind.TOP, Integer.parseInt(word.substring(TOP_PREFIX.length())));
        }
        return switch (word) {
            case "heads" -> HEADS;
            case "half" -> HALF;
            case "all" -> ALL;
            default -> throw new IllegalArgumentException("train_layers must be " + MUST_BE);
        };
    }

    /**
     * How many layers stay frozen, from the bottom.
     *
     * @throws IllegalArgumentException if more layers shall train than the encoder has
     */
    public int frozen(int encoderLayers) {
        return switch (kind) {
            case HEADS -> encoderLayers;
            case HALF -> encoderLayers / 2;
            case ALL -> 0;
            case TOP -> {
                if (top > encoderLayers) {
                    throw new IllegalArgumentException(
                            "train_layers is %s but the encoder has %d layers: name fewer, or all"
                                    .formatted(this, encoderLayers));
                }
                yield encoderLayers - top;
            }
        };
    }

    /** As it is written in arguments. */
    @Override
    public String toString() {
        return kind == Kind.TOP ? TOP_PREFIX + top : kind.name().toLowerCase(Locale.ROOT);
    }
}
