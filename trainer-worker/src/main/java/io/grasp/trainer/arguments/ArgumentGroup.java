package io.grasp.trainer.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Arguments that belong together, with all that is to say of each. */
record ArgumentGroup<G>(String title, List<Argument<G, ?>> arguments) {
    Stream<String> problemsIn(G group) {
        return arguments.stream().flatMap(argument -> argument.problemIn(group).stream());
    }

    void write(G group, Map<String, Object> map) {
        arguments.forEach(argument -> map.put(argument.name(), argument.writtenIn(group)));
    }

    Stream<ArgumentDescription> descriptions() {
        return arguments.stream()
                .map(argument -> new ArgumentDescription(
                        title,
                        argument.name(),
                        argument.takes(),
                        argument.meaning(),
                        String.valueOf(argument.writtenUsual()),
                        argument.usual() instanceof Boolean));
    }
}
