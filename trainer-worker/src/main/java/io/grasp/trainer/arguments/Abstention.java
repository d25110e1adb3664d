package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.number;

import java.util.List;

/**
 * When a trained model declines to decide.
 *
 * @param below the confidence below which a single-label or ordinal task of more than two labels abstains; other tasks
 *     never do
 */
public record Abstention(double below) {
    private static final Argument<Abstention, Double> ABSTAIN_BELOW = new Argument<>(
            "abstain_below",
            "P",
            number("from 0 to below 1", confidence -> confidence >= 0 && confidence < 1),
            0.35,
            "Abstain below this confidence, in tasks of one label out of more than two.",
            Abstention::below);
    static final ArgumentGroup<Abstention> GROUP = new ArgumentGroup<>("Abstention", List.of(ABSTAIN_BELOW));

    static Abstention of(ArgumentReader given) {
        return new Abstention(given.value(ABSTAIN_BELOW));
    }
}
