package io.grasp.quickstart.timeline;

import io.grasp.events.AlertSeverity;
import io.grasp.events.AlertStatus;
import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.ErasureRequest;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.LearnerState;
import io.grasp.events.Recommendation;
import io.grasp.events.RecommendedResource;
import io.grasp.quickstart.screen.Excerpt;
import io.grasp.quickstart.timeline.Entry.Fact;
import io.grasp.quickstart.timeline.Moment.Alerted;
import io.grasp.quickstart.timeline.Moment.ErasureAsked;
import io.grasp.quickstart.timeline.Moment.Recomputed;
import io.grasp.quickstart.timeline.Moment.Written;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Words a timeline for a teacher. Every word of it that is not a name or a reason of an event is here or in what it
 * calls.
 */
final class TimelineWords {
    private static final String AND_ON = "";

    private final CatalogNames names;
    private final FindingWords findings;
    private final StateWords states;
    private final boolean withText;
    private final DateTimeFormatter dayAndTime;

    /** @param withText whether what the student wrote may be shown */
    TimelineWords(CatalogNames names, ZoneId zone, boolean withText) {
        this.names = names;
        this.withText = withText;
        dayAndTime = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(zone);
        findings = new FindingWords(names);
        states = new StateWords(names, dayAndTime::format);
    }

    /** Texts that somebody only labelled, often many, are counted where a run of them stands. */
    List<Entry> of(Timeline timeline) {
        List<Entry> entries = new ArrayList<>();
        List<Written> onlyLabeled = new ArrayList<>();
        for (Moment moment : timeline.moments()) {
            if (moment instanceof Written written && written.isOnlyLabeled()) {
                onlyLabeled.add(written);
            } else {
                flush(onlyLabeled, entries);
                entries.add(of(moment));
            }
        }
        flush(onlyLabeled, entries);
        return entries;
    }

    private void flush(List<Written> onlyLabeled, List<Entry> entries) {
        if (onlyLabeled.isEmpty()) {
            return;
        }
        Map<String, Long> perTopic = onlyLabeled.stream()
                .collect(Collectors.groupingBy(
                        each -> each.learningTopic().orElse(""), TreeMap::new, Collectors.counting()));
        Map<String, LearnerState> states = new TreeMap<>();
        onlyLabeled.stream()
                .flatMap(each -> each.moves().stream())
                .sorted(Comparator.comparingInt(StateMove::place))
                .forEach(move -> states.put(move.after().getLearningTopic(), move.after()));
        List<Fact> facts = new ArrayList<>();
        perTopic.forEach((topic, count) -> {
            LearnerState state = states.get(topic);
            String then = state == null ? "" : "; state since: " + String.join("; ", this.states.of(state));
            facts.add(
                    new Fact(facts.isEmpty() ? "on" : AND_ON, "%s: %d%s".formatted(Excerpt.whole(topic), count, then)));
        });
        entries.add(new Entry(
                onlyLabeled.get(0).at(),
                "%s labelled by hand, and not classified"
                        .formatted(Phrases.counted(onlyLabeled.size(), "text", "texts")),
                facts));
        onlyLabeled.clear();
    }

    private Entry of(Moment moment) {
        if (moment instanceof Written written) {
            return new Entry(written.at(), title(written), facts(written));
        } else if (moment instanceof Alerted alerted) {
            return new Entry(alerted.at(), "Alert" + topicOf(moment), alert(alerted.alert()));
        } else if (moment instanceof Recomputed recomputed) {
            return new Entry(recomputed.at(), "State computed anew" + topicOf(moment), state(recomputed.move()));
        } else if (moment instanceof ErasureAsked asked) {
            return new Entry(asked.at(), "Erasure asked for", erasure(asked.request()));
        }
        throw new IllegalStateException("There are no words for " + moment.getClass());
    }

    private static String topicOf(Moment moment) {
        return moment.learningTopic().map(topic -> ", " + Excerpt.whole(topic)).orElse("");
    }

    private static String title(Written written) {
        String kind = written.interaction()
                .map(Interaction::getKind)
                .or(() -> written.classifications().stream()
                        .map(Classification::getKind)
                        .findFirst())
                .map(known -> Phrases.capitalized(Phrases.ofSymbol(known.name())))
                .filter(known -> !known.equals("Unknown"))
                .orElse("Something written");
        return kind + topicOf(written);
    }

    private static String howDecided(Classification classification) {
        if (classification.getDecidedBy() == DecisionPath.DEGRADED) {
            return ", by its words alone, since too much waited";
        }
        return classification.getCorrects() ? ", which corrects that" : "";
    }

    private List<Fact> facts(Written written) {
        List<Fact> facts = new ArrayList<>();
        asked(written, facts);
        if (withText) {
            facts.add(new Fact("wrote", text(written)));
        }
        if (written.classifications().isEmpty()) {
            facts.add(new Fact(
                    "found",
                    written.moves().isEmpty()
                            ? "not classified; it may be waiting, or among the dead letters"
                            : "no topic holds the classification any more"));
        }
        for (Classification classification : written.classifications()) {
            facts.add(new Fact(
                    "found",
                    String.join("; ", findings.of(classification)) + "; by model "
                            + classification.getModel().getVersion() + howDecided(classification)));
        }
        written.moves().stream().filter(move -> !move.isCorrection()).forEach(move -> facts.addAll(state(move)));
        noState(written).ifPresent(facts::add);
        written.feedback().forEach(feedback -> facts.addAll(feedback(feedback)));
        written.recommendations().forEach(recommendation -> facts.addAll(recommendation(recommendation)));
        written.alerts().forEach(alert -> facts.addAll(alert(alert)));
        written.labelRequests().forEach(request -> facts.add(request(request)));
        written.label().ifPresent(label -> facts.add(label(label, written.classifications())));
        written.moves().stream()
                .filter(StateMove::isCorrection)
                .forEach(move -> facts.add(new Fact("corrected", String.join("; ", states.of(move)))));
        return facts;
    }

    private static Optional<Fact> noState(Written written) {
        if (written.classifications().isEmpty() || !written.moves().isEmpty()) {
            return Optional.empty();
        }
        String why = written.isStateCompacted()
                ? "compacted away: learner-state keeps the latest only"
                : written.isStateDecided() ? "not moved by it" : "nothing known of it yet";
        return Optional.of(new Fact("state", why));
    }

    private static void asked(Written written, List<Fact> facts) {
        written.interaction()
                .map(Interaction::getPrompt)
                .ifPresent(prompt -> facts.add(new Fact("asked", Excerpt.whole(prompt))));
    }

    private static String text(Written written) {
        if (written.isToBeErased()) {
            return "(not shown: erasure was asked for)";
        }
        return written.interaction()
                .map(Interaction::getText)
                .map(text -> text.isBlank() ? "(nothing)" : Phrases.quoted(text))
                .orElse("(no topic holds it any more)");
    }

    private List<Fact> state(StateMove move) {
        return List.of(new Fact("state", String.join("; ", states.of(move))));
    }

    private List<Fact> feedback(FeedbackTriggered feedback) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "feedback",
                "on %s (%s): %s"
                        .formatted(
                                Phrases.quoted(feedback.getMisconceptionName()),
                                Phrases.percent(feedback.getConfidence()),
                                Excerpt.whole(feedback.getText()))));
        if (!feedback.getResourceIds().isEmpty()) {
            String titles = feedback.getResourceIds().stream()
                    .map(id -> Phrases.quoted(names.resource(id)))
                    .collect(Collectors.joining(", "));
            facts.add(new Fact(AND_ON, "with " + titles));
        }
        return facts;
    }

    private static List<Fact> recommendation(Recommendation recommendation) {
        List<Fact> facts = new ArrayList<>();
        for (RecommendedResource resource : recommendation.getResources()) {
            String words = "%d. %s (%s, score %s): %s"
                    .formatted(
                            facts.size() + 1,
                            Phrases.quoted(resource.getTitle()),
                            Phrases.ofSymbol(resource.getKind()),
                            String.format(Locale.ROOT, "%.1f", resource.getScore()),
                            Excerpt.whole(resource.getReason()));
            facts.add(new Fact(facts.isEmpty() ? "recommended" : AND_ON, words));
        }
        return facts;
    }

    private List<Fact> alert(AtRiskAlert alert) {
        List<Fact> facts = new ArrayList<>();
        String severity = alert.getSeverity() == AlertSeverity.UNKNOWN
                ? ""
                : ", " + Phrases.ofSymbol(alert.getSeverity().name());
        facts.add(new Fact(
                "alert",
                "%s%s: %s"
                        .formatted(
                                Phrases.ofSymbol(alert.getStatus().name()),
                                severity,
                                Excerpt.whole(alert.getRule().replace('-', ' ')))));
        alert.getEvidence().forEach(why -> facts.add(new Fact(AND_ON, sentence(why))));
        if (!alert.getClearedBy().isBlank()) {
            String heading = alert.getStatus() == AlertStatus.CLEARED ? "What cleared it" : "What would clear it";
            facts.add(new Fact(AND_ON, "%s: %s".formatted(heading, sentence(alert.getClearedBy()))));
        }
        return facts;
    }

    private Fact request(LabelRequest request) {
        String tasks = request.getTasks().isEmpty()
                ? ""
                : " For: %s.".formatted(Excerpt.whole(String.join(", ", request.getTasks())));
        return new Fact(
                "label asked",
                "%s: %s%s"
                        .formatted(dayAndTime.format(request.getRequestedAt()), sentence(request.getReason()), tasks));
    }

    private Fact label(LabeledInteraction label, List<Classification> classifications) {
        return new Fact(
                "teacher",
                "%s; by %s, %s"
                        .formatted(
                                String.join("; ", findings.of(label, classifications)),
                                Excerpt.whole(label.getLabeledBy()),
                                time(label.getLabeledAt())));
    }

    private static List<Fact> erasure(ErasureRequest request) {
        String reason = request.getReason() == null ? "" : ": " + Excerpt.whole(request.getReason());
        return List.of(new Fact("by", Excerpt.whole(request.getRequestedBy()) + reason));
    }

    /** What an event says, with names for the ids in it. */
    private String sentence(String words) {
        return Phrases.sentence(Excerpt.whole(names.inWords(words)));
    }

    private String time(Instant at) {
        return dayAndTime.format(at);
    }
}
