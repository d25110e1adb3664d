package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.number;
import static io.grasp.trainer.arguments.ArgumentType.orNone;
import static io.grasp.trainer.arguments.ArgumentType.orWord;

import java.util.List;
import java.util.Optional;

/**
 * How an update step changes weights: AdamW.
 *
 * @param learningRate of the encoder, before its schedule
 * @param headLearningRate of the heads; if empty, {@code learningRate}
 * @param weightDecay of weights, not of biases and LayerNorm; if empty, chosen on validation rows for heads on a frozen
 *     encoder, and 0 otherwise
 * @param maxGradNorm longest gradient, by the norm over all parameters; 0 for any length
 */
public record Optimization(
        double learningRate,
        Optional<Double> headLearningRate,
        Optional<Double> weightDecay,
        double adamBeta1,
        double adamBeta2,
        double adamEpsilon,
        double maxGradNorm) {
    private static final ArgumentType<Double> RATE = number("from 0 to 10", rate -> rate >= 0 && rate <= 10);
    private static final ArgumentType<Double> MEMORY = number("from 0 to below 1", beta -> beta >= 0 && beta < 1);

    private static final Argument<Optimization, Double> LEARNING_RATE = new Argument<>(
            "learning_rate", "X", RATE, 2e-4, "Highest learning rate of the encoder.", Optimization::learningRate);
    private static final Argument<Optimization, Optional<Double>> HEAD_LEARNING_RATE = new Argument<>(
            "head_learning_rate",
            "X",
            orNone(RATE),
            Optional.of(1e-3),
            "Highest learning rate of the heads; none: that of --learning_rate.",
            Optimization::headLearningRate);
    private static final Argument<Optimization, Optional<Double>> WEIGHT_DECAY = new Argument<>(
            "weight_decay",
            "X",
            orWord("auto", number("from 0 to 1000", decay -> decay >= 0 && decay <= 1000)),
            Optional.empty(),
            "Decay of weights, or L2 penalty of heads on a frozen encoder; auto: 0, or chosen on validation rows.",
            Optimization::weightDecay);
    private static final Argument<Optimization, Double> ADAM_BETA1 =
            new Argument<>("adam_beta1", "X", MEMORY, 0.9, "AdamW's memory of gradients.", Optimization::adamBeta1);
    private static final Argument<Optimization, Double> ADAM_BETA2 = new Argument<>(
            "adam_beta2", "X", MEMORY, 0.999, "AdamW's memory of squared gradients.", Optimization::adamBeta2);
    private static final Argument<Optimization, Double> ADAM_EPSILON = new Argument<>(
            "adam_epsilon",
            "X",
            number("above 0 and at most 1", epsilon -> epsilon > 0 && epsilon <= 1),
            1e-8,
            "Keeps AdamW from dividing by zero.",
            Optimization::adamEpsilon);
    private static final Argument<Optimization, Double> MAX_GRAD_NORM = new Argument<>(
            "max_grad_norm",
            "X",
            number("of at least 0", norm -> norm >= 0),
            1.0,
            "Longest gradient, by its norm over all parameters; 0: any length.",
            Optimization::maxGradNorm);
    static final ArgumentGroup<Optimization> GROUP = new ArgumentGroup<>(
            "Optimization",
            List.of(
                    LEARNING_RATE,
                    HEAD_LEARNING_RATE,
                    WEIGHT_DECAY,
                    ADAM_BETA1,
                    ADAM_BETA2,
                    ADAM_EPSILON,
                    MAX_GRAD_NORM));

    /** The learning rate of the heads, before its schedule. */
    public double headRate() {
        return headLearningRate.orElse(learningRate);
    }

    static Optimization of(ArgumentReader given) {
        return new Optimization(
                given.value(LEARNING_RATE),
                given.value(HEAD_LEARNING_RATE),
                given.value(WEIGHT_DECAY),
                given.value(ADAM_BETA1),
                given.value(ADAM_BETA2),
                given.value(ADAM_EPSILON),
                given.value(MAX_GRAD_NORM));
    }
}
