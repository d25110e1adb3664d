package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.flag;
import static io.grasp.trainer.arguments.ArgumentType.oneOf;
import static io.grasp.trainer.arguments.ArgumentType.wholeNumber;

import io.grasp.model.encoder.Attention;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.text.InputLimits;
import java.util.List;

/**
 * How a text becomes a vector.
 *
 * @param maxLength the longest input in tokens, special ones included
 * @param lexical whether heads also learn from the wording
 */
public record Inputs(int maxLength, Attention attention, Pooling pooling, boolean lexical) {
    private static final Argument<Inputs, Integer> MAX_LENGTH =
            new Argument<>("max_length", "N", wholeNumber(8, 8192), 128, "Longest input in tokens.", Inputs::maxLength);
    private static final Argument<Inputs, Attention> ATTENTION = new Argument<>(
            "attention",
            "A",
            oneOf(Attention.class),
            Attention.TEXT_TO_CONTEXT,
            "Which tokens attend to which: text_to_context (a prompt not to the answer, so that it is computed once and not"
                    + " with each answer; needs --pooling text_mean), or bidirectional (each to all).",
            Inputs::attention);
    private static final Argument<Inputs, Pooling> POOLING = new Argument<>(
            "pooling",
            "P",
            oneOf(Pooling.class),
            Pooling.TEXT_MEAN,
            "How token vectors become one: text_mean (mean over the student's own tokens), mean (over all) or cls.",
            Inputs::pooling);
    private static final Argument<Inputs, Boolean> LEXICAL = new Argument<>(
            "lexical", "B", flag(), true, "Whether heads also learn from words and word pairs.", Inputs::lexical);
    static final ArgumentGroup<Inputs> GROUP =
            new ArgumentGroup<>("Inputs", List.of(MAX_LENGTH, ATTENTION, POOLING, LEXICAL));

    /** How a model that these train reads: long texts in windows. */
    Reading reading() {
        return new Reading(attention, pooling, InputLimits.windowed(maxLength));
    }

    /** Whether {@link #reading} is impossible. */
    boolean isContradictory() {
        return attention == Attention.TEXT_TO_CONTEXT && pooling != Pooling.TEXT_MEAN;
    }

    static Inputs of(ArgumentReader given) {
        return new Inputs(given.value(MAX_LENGTH), given.value(ATTENTION), given.value(POOLING), given.value(LEXICAL));
    }
}
