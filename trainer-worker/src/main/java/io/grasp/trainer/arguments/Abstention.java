package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.number;
import static io.grasp.trainer.arguments.ArgumentType.orNone;
import static io.grasp.trainer.arguments.ArgumentType.orWord;

import io.grasp.model.head.ClassificationHead;
import java.util.List;
import java.util.Optional;

/**
 * When a trained model declines to decide: below a confidence, or below the one that validation rows show to be needed
 * for a wanted precision. Not both.
 *
 * @param below the confidence below which a single-label or ordinal task of more than two labels abstains; other tasks
 *     never do. If empty and no precision is wanted, {@link #USUAL_BELOW}
 * @param precision wanted of what is decided, for every task; if empty, {@code below} holds
 */
public record Abstention(Optional<Double> below, Optional<Double> precision) {
    /** The confidence below which models abstain if nothing is said of it. */
    public static final double USUAL_BELOW = 0.35;
    /** No confidence is above it. */
    public static final double ALWAYS = 1;

    private static final Argument<Abstention, Optional<Double>> ABSTAIN_BELOW = new Argument<>(
            "abstain_below",
            "P",
            orWord("auto", number("from 0 to below 1", confidence -> confidence >= 0 && confidence < 1)),
            Optional.empty(),
            "Abstain below this confidence, in tasks of one label out of more than two; auto: "
                    + USUAL_BELOW
                    + ", unless --abstain_precision is given.",
            Abstention::below);
    private static final Argument<Abstention, Optional<Double>> ABSTAIN_PRECISION = new Argument<>(
            "abstain_precision",
            "P",
            orNone(number("above 0 and below 1", precision -> precision > 0 && precision < 1)),
            Optional.empty(),
            "Abstain below the confidence from which on this share of a task's decisions is right, as validation rows"
                    + " show; none: --abstain_below decides.",
            Abstention::precision);
    static final ArgumentGroup<Abstention> GROUP =
            new ArgumentGroup<>("Abstention", List.of(ABSTAIN_BELOW, ABSTAIN_PRECISION));

    /** The confidence below which to abstain if no precision is wanted. */
    public double belowOrUsual() {
        return below.orElse(USUAL_BELOW);
    }

    /** Which tasks always abstain because they cannot be as precise as wanted, in sentences. */
    public List<String> unreachedBy(List<ClassificationHead> calibrated) {
        return precision.stream()
                .flatMap(wanted -> calibrated.stream()
                        .filter(head -> head.calibration().abstainBelow() == ALWAYS)
                        .map(head -> ("task %s always abstains: its validation rows do not show that it can be right in"
                                        + " %s of what it decides. Label more rows, or lower abstain_precision")
                                .formatted(head.task().name(), wanted)))
                .toList();
    }

    /** What contradicts itself here, in sentences. */
    List<String> contradictions() {
        return below.isPresent() && precision.isPresent()
                ? List.of("abstain_below %s and abstain_precision %s exclude each other: give only one of them"
                        .formatted(below.get(), precision.get()))
                : List.of();
    }

    static Abstention of(ArgumentReader given) {
        return new Abstention(given.value(ABSTAIN_BELOW), given.value(ABSTAIN_PRECISION));
    }
}
