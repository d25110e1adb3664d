package io.grasp.quickstart.fairness;

import io.grasp.events.Interaction;
import java.util.Optional;

/**
 * What students are grouped by: a key of an interaction's attributes, or its language.
 *
 * @param name the key; {@code language} is that of the text, unless the platform supplies an attribute of that name
 */
record Attribute(String name) {
    static final String LANGUAGE = "language";

    /** Returns what the interaction says of it, empty if nothing. */
    Optional<String> of(Interaction interaction) {
        return Optional.ofNullable(interaction.getAttributes().get(name))
                .or(() -> isLanguage() ? Optional.ofNullable(interaction.getLanguage()) : Optional.empty())
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    boolean isLanguage() {
        return name.equals(LANGUAGE);
    }
}
