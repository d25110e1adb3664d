package io.grasp.trainer.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * One training argument of a group of arguments.
 *
 * @param name Hugging Face's where it has one
 * @param takes what stands for the value in help
 * @param meaning what it decides, in a sentence for help
 * @param usual its default
 * @param of finds its value in its group
 */
record Argument<G, T>(String name, String takes, ArgumentType<T> type, T usual, String meaning, Function<G, T> of) {

    T read(JsonNode given) {
        T value;
        try {
            value = type.reader().apply(given);
        } catch (InvalidArgumentsException e) {
            throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(problem(given.isTextual() ? "'" + given.asText() + "'" : given), e);
        }
        return checked(value);
    }

    /** What is wrong with this argument in that group, if anything is. */
    Optional<String> problemIn(G group) {
        T value = of.apply(group);
        return type.allowed().test(value)
                ? Optional.empty()
                : Optional.of(problem(type.written().apply(value)));
    }

    Object writtenIn(G group) {
        return type.written().apply(of.apply(group));
    }

    Object writtenUsual() {
        return type.written().apply(usual);
    }

    private T checked(T value) {
        if (!type.allowed().test(value)) {
            throw new IllegalArgumentException(problem(type.written().apply(value)));
        }
        return value;
    }

    private String problem(Object value) {
        return "%s must be %s but is %s".formatted(name, type.mustBe(), value);
    }
}
