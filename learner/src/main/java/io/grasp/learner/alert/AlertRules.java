package io.grasp.learner.alert;

import java.util.List;
import java.util.Optional;

/** The rules in use. Immutable. */
public record AlertRules(List<AlertRule> all) {
    public AlertRules {
        all = List.copyOf(all);
    }

    /** Those over a student's progress on one learning topic. */
    public List<ProgressRule> ofProgress() {
        return all.stream()
                .filter(ProgressRule.class::isInstance)
                .map(ProgressRule.class::cast)
                .toList();
    }

    /** Those over a student's silence. */
    public List<SilenceRule> ofSilence() {
        return all.stream()
                .filter(SilenceRule.class::isInstance)
                .map(SilenceRule.class::cast)
                .toList();
    }

    /** The rule of that name, unless it is no longer in use. */
    public Optional<AlertRule> named(String name) {
        return all.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}
