package io.grasp.quickstart.timeline;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.ErasureRequest;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.LearnerState;
import io.grasp.events.Recommendation;
import io.grasp.quickstart.cli.EventReader;
import io.grasp.quickstart.cli.Kept;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Everything that topics hold about one student, topic by topic, each as it was read.
 *
 * @param states in the order in which they were written, tombstones included
 * @param labeled the latest of each interaction
 * @param undecodable how many more records about the student, or labels of anybody, could not be decoded
 */
record StudentRecords(
        String studentId,
        List<Interaction> interactions,
        List<Kept<Classification>> classified,
        List<Kept<LearnerState>> states,
        List<FeedbackTriggered> feedback,
        List<Recommendation> recommendations,
        List<AtRiskAlert> alerts,
        List<LabelRequest> labelRequests,
        List<Kept<LabeledInteraction>> labeled,
        List<ErasureRequest> erasures,
        long undecodable) {
    StudentRecords {
        interactions = List.copyOf(interactions);
        classified = List.copyOf(classified);
        states = List.copyOf(states);
        feedback = List.copyOf(feedback);
        recommendations = List.copyOf(recommendations);
        alerts = List.copyOf(alerts);
        labelRequests = List.copyOf(labelRequests);
        labeled = List.copyOf(labeled);
        erasures = List.copyOf(erasures);
    }

    /**
     * Reads them. All partitions are read, since platforms' clients may spread keys over partitions in ways of their
     * own; only records with the student's key are decoded, and of topics keyed otherwise all.
     */
    static StudentRecords read(String studentId, Topics topics, EventReader reader) {
        Predicate<String> ofStudent = studentId::equals;
        String statesBegin = CompositeKey.of(studentId) + "/";
        List<Interaction> interactions = new ArrayList<>();
        reader.records(topics.interactions(), ofStudent, kept -> kept.value().ifPresent(interactions::add));
        List<Kept<Classification>> classified = new ArrayList<>();
        reader.records(topics.classifications(), ofStudent, classified::add);
        List<Kept<LearnerState>> states = new ArrayList<>();
        reader.records(topics.learnerState(), key -> key.startsWith(statesBegin), states::add);
        List<FeedbackTriggered> feedback = new ArrayList<>();
        reader.records(topics.feedback(), ofStudent, kept -> kept.value().ifPresent(feedback::add));
        List<Recommendation> recommendations = new ArrayList<>();
        reader.records(topics.recommendations(), ofStudent, kept -> kept.value().ifPresent(recommendations::add));
        List<AtRiskAlert> alerts = new ArrayList<>();
        reader.records(topics.alerts(), ofStudent, kept -> kept.value().ifPresent(alerts::add));
        List<ErasureRequest> erasures = new ArrayList<>();
        reader.records(topics.erasures(), ofStudent, kept -> kept.value().ifPresent(erasures::add));
        List<LabelRequest> labelRequests = new ArrayList<>();
        reader.values(topics.labelRequests(), request -> {
            if (request.getStudentId().equals(studentId)) {
                labelRequests.add(request);
            }
        });
        return new StudentRecords(
                studentId,
                interactions,
                classified,
                states,
                feedback,
                recommendations,
                alerts,
                labelRequests,
                labeled(studentId, topics, reader),
                erasures,
                reader.undecodable());
    }

    private static List<Kept<LabeledInteraction>> labeled(String studentId, Topics topics, EventReader reader) {
        Map<String, Kept<LabeledInteraction>> latest = new LinkedHashMap<>();
        reader.records(
                topics.labels(),
                key -> true,
                kept -> kept.value()
                        .filter(label -> label.getInteraction().getStudentId().equals(studentId))
                        .ifPresentOrElse(label -> latest.put(kept.key(), kept), () -> latest.remove(kept.key())));
        return List.copyOf(latest.values());
    }

    List<Classification> classifications() {
        return classified.stream().flatMap(kept -> kept.value().stream()).toList();
    }

    List<LabeledInteraction> labels() {
        return labeled.stream().flatMap(kept -> kept.value().stream()).toList();
    }

    boolean isEmpty() {
        return interactions.isEmpty()
                && classified.isEmpty()
                && states.stream().allMatch(kept -> kept.value().isEmpty())
                && feedback.isEmpty()
                && recommendations.isEmpty()
                && alerts.isEmpty()
                && labelRequests.isEmpty()
                && labeled.isEmpty()
                && erasures.isEmpty();
    }
}
