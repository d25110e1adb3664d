package io.grasp.quickstart.cli;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.learner.knowledge.Correctness;
import io.grasp.streams.decide.LevelEvidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What students have shown of each learning topic, in the order in which they wrote it. Each interaction counts once.
 *
 * @param byLearningTopic one list a student
 */
record ShownKnowledge(SortedMap<String, List<List<Correctness>>> byLearningTopic) {
    /** From classifications in any order, none of them degraded; of several of one interaction the last one counts. */
    static ShownKnowledge in(List<Classification> classifications) {
        Map<String, Classification> once = new LinkedHashMap<>();
        classifications.stream()
                .filter(each -> each.getDecidedBy() != DecisionPath.DEGRADED)
                .forEach(each -> once.put(each.getInteractionId(), each));
        SortedMap<String, SortedMap<String, List<Correctness>>> byStudent = new TreeMap<>();
        once.values().stream()
                .sorted(Comparator.comparing(Classification::getOccurredAt)
                        .thenComparing(Classification::getInteractionId))
                .forEach(each -> LevelEvidence.of(each)
                        .ifPresent(shown -> byStudent
                                .computeIfAbsent(each.getLearningTopic(), topic -> new TreeMap<>())
                                .computeIfAbsent(each.getStudentId(), student -> new ArrayList<>())
                                .add(shown)));
        SortedMap<String, List<List<Correctness>>> byLearningTopic = new TreeMap<>();
        byStudent.forEach((topic, students) -> byLearningTopic.put(topic, List.copyOf(students.values())));
        return new ShownKnowledge(byLearningTopic);
    }

    static int interactions(Collection<List<Correctness>> students) {
        return students.stream().mapToInt(List::size).sum();
    }
}
