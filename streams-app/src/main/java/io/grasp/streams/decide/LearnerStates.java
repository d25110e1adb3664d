package io.grasp.streams.decide;

import io.grasp.events.ActiveMisconception;
import io.grasp.events.LearnerState;
import io.grasp.events.OvercomeMisconception;
import io.grasp.learner.memory.LearnerMemory;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.progress.HeldMisconception;
import io.grasp.learner.progress.LearnerProgress;

/** Words a learner's progress as the event that platforms read. */
final class LearnerStates {
    /** Version 2: a function of the latest interactions by event time. Version 1 depended on the order of arrival. */
    private static final int FORMAT_VERSION = 2;

    private LearnerStates() {}

    static LearnerState state(
            Learner learner, LearnerMemory memory, LearnerProgress progress, InterventionHistory interventions) {
        return LearnerState.newBuilder()
                .setStudentId(learner.studentId())
                .setLearningTopic(learner.learningTopic())
                .setLevel(progress.level())
                .setMastery(
                        progress.mastery().isPresent()
                                ? Double.valueOf(progress.mastery().getAsDouble())
                                : null)
                .setActiveMisconceptions(
                        progress.held().stream().map(LearnerStates::active).toList())
                .setOvercomeMisconceptions(progress.overcome().stream()
                        .map(LearnerStates::overcome)
                        .toList())
                .setEngagement(progress.engagement())
                .setEngagementTrend(
                        progress.trend() == null ? null : progress.trend().name())
                .setInteractions(memory.observations().size())
                .setLastInteractionIds(memory.observations().stream()
                        .map(Observation::interactionId)
                        .toList())
                .setRecommended(interventions.recommended())
                .setUpdatedAt(memory.newest().at())
                .setFormatVersion(FORMAT_VERSION)
                .build();
    }

    private static ActiveMisconception active(HeldMisconception held) {
        return new ActiveMisconception(held.id(), held.count(), held.since(), held.lastSeen());
    }

    private static OvercomeMisconception overcome(io.grasp.learner.progress.OvercomeMisconception overcome) {
        HeldMisconception held = overcome.held();
        return new OvercomeMisconception(
                held.id(), held.count(), held.since(), held.lastSeen(), overcome.at(), overcome.interactionId());
    }
}
