package io.grasp.streams.decide;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.StudentActivity;
import io.grasp.learner.alert.SilenceRule;
import io.grasp.learner.memory.LearnerMemory;
import io.grasp.learner.memory.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Misses students who wrote often and write no more. Time is that of events: it passes as students of the partition
 * write, so that a replay misses the same students, and nobody is missed while the whole school is on holiday.
 */
final class SilenceWatch {
    private static final int CHECKS_PER_SILENCE = 10;

    private final List<SilenceRule> rules;
    private final KeyValueStore<String, StudentActivity> activity;
    private final Function<String, List<LearnerMemory>> memories;
    private final int remembered;
    private final Duration checkEvery;
    private Instant now = Instant.MIN;
    private Instant nextCheck = Instant.MIN;

    /** @param memories of a student on all learning topics */
    SilenceWatch(
            List<SilenceRule> rules,
            KeyValueStore<String, StudentActivity> activity,
            Function<String, List<LearnerMemory>> memories) {
        this.rules = rules;
        this.activity = activity;
        this.memories = memories;
        this.remembered =
                rules.stream().mapToInt(SilenceRule::interactions).max().orElse(0);
        this.checkEvery = rules.stream()
                .map(SilenceRule::silence)
                .min(Duration::compareTo)
                .map(shortest -> shortest.dividedBy(CHECKS_PER_SILENCE))
                .orElse(Duration.ZERO);
    }

    /** A student wrote. Returns what tutors are to be told: that this one is back, and whom else nobody has heard. */
    List<AtRiskAlert> heard(String studentId, Instant at, Instant decidedAt) {
        if (rules.isEmpty()) {
            return List.of();
        }
        List<AtRiskAlert> events = new ArrayList<>(listen(studentId, at, decidedAt));
        if (at.isAfter(now)) {
            now = at;
            if (!now.isBefore(nextCheck)) {
                nextCheck = now.plus(checkEvery);
                events.addAll(missed(decidedAt));
            }
        }
        return events;
    }

    private List<AtRiskAlert> listen(String studentId, Instant at, Instant decidedAt) {
        StudentActivity before = activity.get(studentId);
        List<Long> latest = before == null ? new ArrayList<>() : new ArrayList<>(before.getLatest());
        boolean isNews = latest.isEmpty() || at.toEpochMilli() > latest.get(latest.size() - 1);
        latest.add(at.toEpochMilli());
        latest.sort(null);
        if (latest.size() > remembered) {
            latest.remove(0);
        }
        List<AtRiskAlert> open = before == null ? List.of() : before.getOpenAlerts();
        AlertBook book = new AlertBook(studentId, null, open);
        if (isNews) {
            book.clearOthers("The student wrote again", at, decidedAt);
        }
        activity.put(studentId, new StudentActivity(latest, isNews ? book.open() : open));
        return book.events();
    }

    private List<AtRiskAlert> missed(Instant decidedAt) {
        Map<String, StudentActivity> changed = new LinkedHashMap<>();
        List<AtRiskAlert> events = new ArrayList<>();
        try (KeyValueIterator<String, StudentActivity> all = activity.all()) {
            while (all.hasNext()) {
                KeyValue<String, StudentActivity> student = all.next();
                AlertBook book = review(student.key, student.value, decidedAt);
                if (!book.events().isEmpty()) {
                    events.addAll(book.events());
                    changed.put(student.key, new StudentActivity(student.value.getLatest(), book.open()));
                }
            }
        }
        changed.forEach(activity::put);
        return events;
    }

    private AlertBook review(String studentId, StudentActivity student, Instant decidedAt) {
        AlertBook book = new AlertBook(studentId, null, student.getOpenAlerts());
        List<Instant> latest =
                student.getLatest().stream().map(Instant::ofEpochMilli).toList();
        for (SilenceRule rule : rules) {
            rule.finding(latest, now)
                    .map(finding -> finding.with(writtenAt(latest, rule.interactions(), studentId)))
                    .ifPresent(finding -> book.found(
                            rule, finding, String.valueOf(student.getLatest().get(latest.size() - 1)), now, decidedAt));
        }
        book.clearOthers("The rule no longer finds it", now, decidedAt);
        return book;
    }

    /** The ids of the latest so many interactions, oldest first. */
    private List<String> writtenAt(List<Instant> times, int count, String studentId) {
        List<Instant> meant = times.subList(times.size() - count, times.size());
        return memories.apply(studentId).stream()
                .flatMap(memory -> memory.observations().stream())
                .filter(observation -> meant.contains(observation.at()))
                .sorted(Comparator.comparing(Observation::at).thenComparing(Observation::interactionId))
                .map(Observation::interactionId)
                .toList();
    }
}
