package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.orNone;

import java.util.List;
import java.util.Optional;

/**
 * Where random numbers come from.
 *
 * @param seed of new heads and dropout
 * @param dataSeed of the order of training rows; if empty, {@code seed}
 */
public record Randomness(long seed, Optional<Long> dataSeed) {
    private static final Argument<Randomness, Long> SEED =
            new Argument<>("seed", "N", ArgumentType.seed(), 42L, "Seed of everything random.", Randomness::seed);
    private static final Argument<Randomness, Optional<Long>> DATA_SEED = new Argument<>(
            "data_seed",
            "N",
            orNone(ArgumentType.seed()),
            Optional.empty(),
            "Seed of the order of training rows; none: that of --seed.",
            Randomness::dataSeed);
    static final ArgumentGroup<Randomness> GROUP = new ArgumentGroup<>("Randomness", List.of(SEED, DATA_SEED));

    /** The seed of the order of training rows. */
    public long orderSeed() {
        return dataSeed.orElse(seed);
    }

    static Randomness of(ArgumentReader given) {
        return new Randomness(given.value(SEED), given.value(DATA_SEED));
    }
}
