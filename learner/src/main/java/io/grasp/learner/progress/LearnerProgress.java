package io.grasp.learner.progress;

import io.grasp.learner.knowledge.KnowledgeTracing;
import io.grasp.learner.memory.LearnerMemory;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.memory.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where a student stands on a learning topic: a function of what is remembered and of nothing else, so that it does not
 * depend on the order in which it was told. Immutable.
 *
 * @param steps one for each observation, oldest first
 * @param level last decided one; null if there was none
 * @param engagement last decided one; null if there was none
 * @param trend of engagement; null if too little is known
 * @param held misconceptions that are active, by when they became so
 * @param overcome misconceptions that are not, each as it was overcome last
 */
public record LearnerProgress(
        List<Step> steps,
        @Nullable String level,
        @Nullable String engagement,
        @Nullable EngagementTrend trend,
        List<HeldMisconception> held,
        List<OvercomeMisconception> overcome) {

    /** The level of those who have overcome whatever they held. */
    private static final String MASTERED_LEVEL = "advanced";

    /**
     * One interaction and where it left the student.
     *
     * @param mastery probability of mastery after it; empty until something was said of correctness
     */
    public record Step(String interactionId, Instant at, Shown shown, OptionalDouble mastery) {}

    public static LearnerProgress of(LearnerMemory memory, KnowledgeTracing tracing) {
        Trace trace = new Trace(tracing);
        memory.observations().forEach(trace::follow);
        return trace.end();
    }

    /** Probability that the student has mastered the learning topic; empty if nothing was said of correctness. */
    public OptionalDouble mastery() {
        return steps.isEmpty()
                ? OptionalDouble.empty()
                : steps.get(steps.size() - 1).mastery();
    }

    /** The steps of so long a time up to the latest one, oldest first. */
    public List<Step> latest(Duration within) {
        if (steps.isEmpty()) {
            return List.of();
        }
        Instant begin = steps.get(steps.size() - 1).at().minus(within);
        return steps.stream().filter(step -> !step.at().isBefore(begin)).toList();
    }

    /** Whether the student holds this misconception. */
    public boolean holds(String misconception) {
        return held.stream().anyMatch(each -> each.id().equals(misconception));
    }

    private static final class Trace {
        private final KnowledgeTracing tracing;
        private final List<Step> steps = new ArrayList<>();
        private final List<String> engagements = new ArrayList<>();
        private final Map<String, HeldMisconception> held = new LinkedHashMap<>();
        private final Map<String, OvercomeMisconception> overcome = new LinkedHashMap<>();
        private OptionalDouble mastery = OptionalDouble.empty();
        private @Nullable String level;

        Trace(KnowledgeTracing tracing) {
            this.tracing = tracing;
        }

        void follow(Observation observation) {
            Shown shown = observation.shown();
            if (shown.correctness() != null) {
                mastery = OptionalDouble.of(tracing.after(mastery.orElse(tracing.before()), shown.correctness()));
            }
            if (shown.level() != null) {
                level = shown.level();
            }
            if (shown.engagement() != null) {
                engagements.add(shown.engagement());
            }
            followMisconceptions(observation, shown);
            steps.add(new Step(observation.interactionId(), observation.at(), shown, mastery));
        }

        private void followMisconceptions(Observation observation, Shown shown) {
            Instant at = observation.at();
            if (MASTERED_LEVEL.equals(shown.level()) && shown.named().isEmpty()) {
                held.values()
                        .forEach(each -> overcome.put(
                                each.id(), new OvercomeMisconception(each, observation.interactionId(), at)));
                held.clear();
            }
            for (String id : shown.named()) {
                held.compute(id, (unused, known) -> known == null ? HeldMisconception.first(id, at) : known.again(at));
                overcome.remove(id);
            }
        }

        LearnerProgress end() {
            return new LearnerProgress(
                    List.copyOf(steps),
                    level,
                    engagements.isEmpty() ? null : engagements.get(engagements.size() - 1),
                    EngagementTrend.of(engagements).orElse(null),
                    List.copyOf(held.values()),
                    List.copyOf(overcome.values()));
        }
    }
}
