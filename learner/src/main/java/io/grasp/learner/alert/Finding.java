package io.grasp.learner.alert;

import java.util.List;

/**
 * That a rule holds for a student now.
 *
 * @param about what within the learning topic, such as a misconception's id; {@link #ABOUT_ALL} for no single thing
 * @param evidence sentences for a tutor, with numbers and times, without anything that the student wrote
 * @param interactionIds the interactions behind the evidence, oldest first
 * @param clearedBy what would clear it, a sentence for a tutor
 */
public record Finding(String about, List<String> evidence, List<String> interactionIds, String clearedBy) {
    /** The learning topic, or the student, as a whole. */
    public static final String ABOUT_ALL = "";

    public Finding {
        evidence = List.copyOf(evidence);
        interactionIds = List.copyOf(interactionIds);
    }

    /** The same, with these interactions behind it. */
    public Finding with(List<String> ids) {
        return new Finding(about, evidence, ids, clearedBy);
    }
}
