package io.grasp.quickstart.system;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which interactions of each student events are about, in the order in which they came. */
final class OrderPerStudent {
    private OrderPerStudent() {}

    static <T> Map<String, List<String>> of(
            List<T> events, Function<T, String> student, Function<T, String> interaction) {
        return events.stream()
                .collect(Collectors.groupingBy(student, Collectors.mapping(interaction, Collectors.toList())));
    }
}
