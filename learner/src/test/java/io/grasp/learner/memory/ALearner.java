package io.grasp.learner.memory;

import io.grasp.learner.knowledge.Correctness;
import io.grasp.learner.knowledge.KnowledgeParameters;
import io.grasp.learner.knowledge.KnowledgeTracing;
import io.grasp.learner.progress.LearnerProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Builds what a student wrote, an interaction an hour: i-0, i-1 … */
public final class ALearner {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private LearnerMemory memory = LearnerMemory.EMPTY;
    private Instant next = NOON;
    private int written;

    public ALearner wrote(Correctness correctness) {
        return wrote(new Shown(correctness, null, null, null));
    }

    public ALearner at(String level) {
        return wrote(new Shown(null, level, null, List.of()));
    }

    public ALearner undecided() {
        return wrote(Shown.NOTHING);
    }

    public ALearner showing(String... misconceptions) {
        return wrote(new Shown(null, "novice", null, Arrays.asList(misconceptions)));
    }

    public ALearner feeling(String... engagements) {
        Arrays.stream(engagements).forEach(each -> wrote(new Shown(null, null, each, null)));
        return this;
    }

    /** Of the latest interaction. */
    public ALearner butTheTeacherSees(String level, String... misconceptions) {
        Observation latest = memory.newest();
        memory = memory.with(Observation.labelled(
                latest.interactionId(),
                latest.at(),
                new Shown(null, level, null, Arrays.asList(misconceptions)),
                latest.at().plusSeconds(60)));
        return this;
    }

    public ALearner afterwards(Duration pause) {
        next = next.plus(pause);
        return this;
    }

    private ALearner wrote(Shown shown) {
        memory = memory.with(Observation.classified("i-" + written++, next, shown));
        next = next.plus(Duration.ofHours(1));
        return this;
    }

    public LearnerMemory memory() {
        return memory;
    }

    public LearnerProgress progress() {
        return LearnerProgress.of(memory, new KnowledgeTracing(KnowledgeParameters.USUAL));
    }

    /** When the given interaction was written. */
    public Instant when(int interaction) {
        return memory.observations().get(interaction).at();
    }
}
