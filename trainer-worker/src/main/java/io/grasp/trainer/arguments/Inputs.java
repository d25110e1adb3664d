package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.flag;
import static io.grasp.trainer.arguments.ArgumentType.oneOf;
import static io.grasp.trainer.arguments.ArgumentType.wholeNumber;

import io.grasp.model.encoder.Pooling;
import java.util.List;

/**
 * How a text becomes a vector.
 *
 * @param maxLength the longest input in tokens, special ones included
 * @param lexical whether heads also learn from the wording
 */
public record Inputs(int maxLength, Pooling pooling, boolean lexical) {
    private static final Argument<Inputs, Integer> MAX_LENGTH =
            new Argument<>("max_length", "N", wholeNumber(8, 8192), 128, "Longest input in tokens.", Inputs::maxLength);
    private static final Argument<Inputs, Pooling> POOLING = new Argument<>(
            "pooling",
            "P",
            oneOf(Pooling.class),
            Pooling.TEXT_MEAN,
            "How token vectors become one: text_mean (mean over the student's own tokens), mean (over all) or cls.",
            Inputs::pooling);
    private static final Argument<Inputs, Boolean> LEXICAL = new Argument<>(
            "lexical", "B", flag(), true, "Whether heads also learn from words and word pairs.", Inputs::lexical);
    static final ArgumentGroup<Inputs> GROUP = new ArgumentGroup<>("Inputs", List.of(MAX_LENGTH, POOLING, LEXICAL));

    static Inputs of(ArgumentReader given) {
        return new Inputs(given.value(MAX_LENGTH), given.value(POOLING), given.value(LEXICAL));
    }
}
