package io.grasp.quickstart.fairness;

import java.util.Map;
import java.util.Set;

/**
 * What became of one student, who is in one group.
 *
 * @param alertRules rules that raised an alert about the student
 * @param agreement per task, how many decisions agreed with the label that a person gave later
 * @param abstention per task, in how many classifications the model abstained
 */
record StudentOutcome(
        String group,
        int interactions,
        Set<String> alertRules,
        Map<String, Count> agreement,
        Map<String, Count> abstention) {
    StudentOutcome {
        alertRules = Set.copyOf(alertRules);
        agreement = Map.copyOf(agreement);
        abstention = Map.copyOf(abstention);
    }
}
