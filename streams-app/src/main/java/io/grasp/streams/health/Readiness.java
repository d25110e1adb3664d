package io.grasp.streams.health;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks every part of the app what it lacks. Ready means that nothing is lacking; every reason says what to do. */
public final class Readiness {
    private final List<Supplier<Optional<String>>> needs;
    private final List<Supplier<Optional<String>>> concerns;

    /**
     * @param needs each gives what is missing before the app can serve, or empty
     * @param concerns each gives what an operator should look at although the app serves, or empty
     */
    public Readiness(List<Supplier<Optional<String>>> needs, List<Supplier<Optional<String>>> concerns) {
        this.needs = List.copyOf(needs);
        this.concerns = List.copyOf(concerns);
    }

    public Report report() {
        return new Report(gather(needs), gather(concerns));
    }

    private static List<String> gather(List<Supplier<Optional<String>>> parts) {
        return parts.stream().map(Supplier::get).flatMap(Optional::stream).toList();
    }

    /**
     * What the parts answered.
     *
     * @param missing why the app does not serve; empty when it does
     * @param warnings what to look at although it serves
     */
    public record Report(List<String> missing, List<String> warnings) {
        public Report {
            missing = List.copyOf(missing);
            warnings = List.copyOf(warnings);
        }

        public boolean ready() {
            return missing.isEmpty();
        }
    }
}
