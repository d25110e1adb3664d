package io.grasp.trainer.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.grasp.trainer.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes arguments from what somebody wrote, and gathers every problem, so that one start shows all that is wrong. */
final class ArgumentReader {
    private final Map<String, JsonNode> given;
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    ArgumentReader(ArgumentValues given) {
        this.given = given.byName();
    }

    /** The given value, or the default if there is none or it is none that the argument takes. */
    <T> T value(Argument<?, T> argument) {
        known.add(argument.name());
        @Nullable JsonNode written = given.get(argument.name());
        if (written == null) {
            return argument.usual();
        }
        try {
            return argument.read(written);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage() == null ? argument.name() + " cannot be read" : e.getMessage());
            return argument.usual();
        }
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /**
     * Ends the reading; a name that nobody asked for is a problem too.
     *
     * @param what what those names are, for the message
     */
    void failIfInvalid(String what) {
        List<String> all = new ArrayList<>();
        given.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(name -> unknown(name, what))
                .forEach(all::add);
        all.addAll(problems);
        if (!all.isEmpty()) {
            throw new InvalidArgumentsException(String.join("; ", all));
        }
    }

    private String unknown(String name, String what) {
        String cure = Nearest.to(name, known).map("did you mean %s?"::formatted).orElseGet(() -> others(name));
        return "%s is no %s: %s".formatted(name, what, cure);
    }

    private String others(String name) {
        List<String> related = Nearest.withAllWordsOf(name, known);
        return related.isEmpty()
                ? "there are " + String.join(", ", known)
                : "did you mean %s?".formatted(String.join(" or ", related));
    }
}
