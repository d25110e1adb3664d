package io.grasp.trainer.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an argument takes. A number may be written as text, since YAML 1.1 takes {@code 1e-3} for text and flags are
 * text.
 *
 * @param mustBe what a value must be, in words that follow "must be"
 * @param reader throws an {@link IllegalArgumentException} of any message at a value that is none
 * @param written a value as JSON knows it; reading it again gives the same value
 */
record ArgumentType<T>(String mustBe, Function<JsonNode, T> reader, Predicate<T> allowed, Function<T, Object> written) {
    private static final String NONE = "none";

    static ArgumentType<Integer> wholeNumber(int from, int to) {
        String range = to == Integer.MAX_VALUE
                ? "a whole number of at least %d".formatted(from)
                : "a whole number from %d to %d".formatted(from, to);
        return new ArgumentType<>(
                range, node -> Integer.parseInt(text(node)), value -> value >= from && value <= to, value -> value);
    }

    static ArgumentType<Long> seed() {
        return new ArgumentType<>("a whole number", node -> Long.parseLong(text(node)), value -> true, value -> value);
    }

    static ArgumentType<Double> number(String range, DoublePredicate allowed) {
        return new ArgumentType<>(
                "a number " + range,
                node -> Double.parseDouble(text(node)),
                value -> Double.isFinite(value) && allowed.test(value),
                value -> value);
    }

    /** A count of steps, or their share of all steps if below 1. */
    static ArgumentType<StepCount> steps(String range, DoublePredicate allowed) {
        return new ArgumentType<>(
                "a whole number of steps, or a ratio below 1 of all steps" + range,
                node -> new StepCount(Double.parseDouble(text(node))),
                steps -> allowed.test(steps.value()),
                StepCount::written);
    }

    static ArgumentType<Boolean> flag() {
        return new ArgumentType<>(
                "true or false",
                node -> switch (text(node).toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(text(node));
                },
                value -> true,
                value -> value);
    }

    static ArgumentType<String> text(String mustBe) {
        return new ArgumentType<>(mustBe, ArgumentType::text, value -> !value.isBlank(), value -> value);
    }

    static <E extends Enum<E>> ArgumentType<E> oneOf(Class<E> type) {
        return new ArgumentType<>(
                "one of " + names(type, ", "), node -> named(type, word(node)), value -> true, ArgumentType::name);
    }

    /** Empty is written {@code none}. */
    static <T> ArgumentType<Optional<T>> orNone(ArgumentType<T> type) {
        return orWord(NONE, type);
    }

    /** Empty is written as that word, {@code none} or YAML's null. */
    static <T> ArgumentType<Optional<T>> orWord(String word, ArgumentType<T> type) {
        return new ArgumentType<>(
                "%s, or %s".formatted(type.mustBe, word),
                node -> isWord(node, word) ? Optional.empty() : Optional.of(type.reader.apply(node)),
                value -> value.isEmpty() || type.allowed.test(value.get()),
                value -> value.isEmpty() ? word : type.written.apply(value.get()));
    }

    /** The constant of that name in any case, with hyphens for underscores if one likes. */
    static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Enum.valueOf(type, name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> String names(Class<E> type, String separator) {
        return Arrays.stream(type.getEnumConstants()).map(ArgumentType::name).collect(Collectors.joining(separator));
    }

    static String text(JsonNode node) {
        if (!node.isValueNode() || node.isNull()) {
            throw new IllegalArgumentException("no single value");
        }
        return node.asText().strip();
    }

    /** YAML 1.1 takes an unquoted {@code no} for false, and it is a word here. */
    private static String word(JsonNode node) {
        return node.isBoolean() && !node.asBoolean() ? "no" : text(node);
    }

    private static boolean isWord(JsonNode node, String word) {
        return node.isNull() || text(node).equalsIgnoreCase(word) || text(node).equalsIgnoreCase(NONE);
    }
}
