package io.grasp.quickstart.timeline;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.Recommendation;
import io.grasp.quickstart.timeline.Moment.Alerted;
import io.grasp.quickstart.timeline.Moment.ErasureAsked;
import io.grasp.quickstart.timeline.Moment.Recomputed;
import io.grasp.quickstart.timeline.Moment.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a student, in the order of event time; what followed from an interaction stands with it. Pure.
 *
 * @param moments earliest first
 */
record Timeline(List<Moment> moments) {
    Timeline {
        moments = List.copyOf(moments);
    }

    static Timeline of(StudentRecords records) {
        StateHistory history = StateHistory.of(records);
        Map<String, Occasion> occasions = occasions(records);
        Map<String, List<AtRiskAlert>> alerts = new HashMap<>();
        List<Moment> moments = new ArrayList<>();
        for (AtRiskAlert alert : records.alerts()) {
            cause(alert, occasions)
                    .ifPresentOrElse(
                            id -> alerts.computeIfAbsent(id, first -> new ArrayList<>())
                                    .add(alert),
                            () -> moments.add(new Alerted(alert)));
        }
        history.moves().stream()
                .filter(move ->
                        move.interactionId().filter(occasions::containsKey).isEmpty())
                .map(Recomputed::new)
                .forEach(moments::add);
        records.erasures().stream().map(ErasureAsked::new).forEach(moments::add);
        moments.addAll(written(records, history, occasions, alerts));
        moments.sort(Comparator.comparing(Moment::at));
        return new Timeline(moments);
    }

    /** Returns what happened within the scope. */
    Timeline within(Scope scope) {
        return new Timeline(moments.stream().filter(scope::includes).toList());
    }

    private static List<Written> written(
            StudentRecords records,
            StateHistory history,
            Map<String, Occasion> occasions,
            Map<String, List<AtRiskAlert>> alerts) {
        Map<String, Interaction> interactions = interactions(records);
        var classifications = records.classifications().stream().collect(groupingBy(Classification::getInteractionId));
        var moves = history.moves().stream()
                .filter(move -> move.interactionId().isPresent())
                .collect(groupingBy(move -> move.interactionId().orElse("")));
        var feedback = records.feedback().stream().collect(groupingBy(FeedbackTriggered::getInteractionId));
        var recommendations = records.recommendations().stream().collect(groupingBy(Recommendation::getInteractionId));
        var requests = records.labelRequests().stream().collect(groupingBy(LabelRequest::getInteractionId));
        var labels = records.labels().stream()
                .collect(toMap(LabeledInteraction::getInteractionId, label -> label, (first, second) -> second));

        List<Written> written = new ArrayList<>();
        occasions.forEach((id, occasion) -> {
            List<Classification> found = classifications.getOrDefault(id, List.of());
            List<StateMove> moved = moves.getOrDefault(id, List.of());
            written.add(new Written(
                    occasion.at(),
                    id,
                    Optional.of(occasion.learningTopic()),
                    Optional.ofNullable(interactions.get(id)),
                    records.erasures().stream()
                            .anyMatch(erasure -> !erasure.getRequestedAt().isBefore(occasion.at())),
                    found,
                    moved,
                    history.isLost(occasion.learningTopic(), occasion.at()),
                    history.reaches(occasion.learningTopic(), occasion.at()),
                    feedback.getOrDefault(id, List.of()),
                    recommendations.getOrDefault(id, List.of()),
                    alerts.getOrDefault(id, List.of()),
                    requests.getOrDefault(id, List.of()),
                    Optional.ofNullable(labels.get(id))));
        });
        return written;
    }

    /** What students wrote; records of labels and of requests for them hold it longer than its own topic. */
    private static Map<String, Interaction> interactions(StudentRecords records) {
        Map<String, Interaction> byId = new LinkedHashMap<>();
        Stream.of(
                        records.interactions().stream(),
                        records.labelRequests().stream().map(LabelRequest::getInteraction),
                        records.labels().stream().map(LabeledInteraction::getInteraction))
                .flatMap(Function.identity())
                .forEach(interaction -> byId.putIfAbsent(interaction.getInteractionId(), interaction));
        return byId;
    }

    private static Map<String, Occasion> occasions(StudentRecords records) {
        Map<String, Occasion> byId = new LinkedHashMap<>();
        interactions(records)
                .forEach((id, each) ->
                        byId.putIfAbsent(id, new Occasion(each.getOccurredAt(), each.getLearningTopic())));
        records.classifications()
                .forEach(each -> byId.putIfAbsent(
                        each.getInteractionId(), new Occasion(each.getOccurredAt(), each.getLearningTopic())));
        records.feedback()
                .forEach(each -> byId.putIfAbsent(
                        each.getInteractionId(), new Occasion(each.getOccurredAt(), each.getLearningTopic())));
        records.recommendations()
                .forEach(each -> byId.putIfAbsent(
                        each.getInteractionId(), new Occasion(each.getOccurredAt(), each.getLearningTopic())));
        return byId;
    }

    /** The interaction written when the alert changed: one behind its evidence, or else one of its learning topic. */
    private static Optional<String> cause(AtRiskAlert alert, Map<String, Occasion> occasions) {
        List<String> then = occasions.entrySet().stream()
                .filter(occasion -> occasion.getValue().at().equals(alert.getOccurredAt()))
                .map(Map.Entry::getKey)
                .toList();
        Optional<String> behindIt = then.stream()
                .filter(alert.getEvidenceInteractionIds()::contains)
                .findFirst();
        return behindIt.or(() ->
                then.stream().filter(id -> isRelated(alert, occasions.get(id))).findFirst());
    }

    private static boolean isRelated(AtRiskAlert alert, @Nullable Occasion occasion) {
        return alert.getLearningTopic() == null
                || (occasion != null && occasion.learningTopic().equals(alert.getLearningTopic()));
    }

    /** When and on what something was written. */
    private record Occasion(Instant at, String learningTopic) {}
}
