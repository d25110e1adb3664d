package io.grasp.streams.decide;

import io.grasp.learner.alert.AlertRules;
import io.grasp.learner.knowledge.KnowledgeModel;
import java.time.Duration;

/**
 * How the decide step behaves.
 *
 * @param feedbackCoolDown how long the same student is not told about the same misconception again
 * @param recommendationCoolDown how long the same resource is not recommended to the same student again
 * @param recommendationSize most resources of one recommendation
 * @param recommendationSeed where random numbers begin; the same seed and history recommend the same
 * @param outcomeInteractions after how many interactions it is seen whether a recommendation helped
 * @param knowledge what is supposed of how learning topics are mastered
 * @param alertRules when a person should look after a student
 */
public record DecideSettings(
        Duration feedbackCoolDown,
        Duration recommendationCoolDown,
        int recommendationSize,
        long recommendationSeed,
        int outcomeInteractions,
        KnowledgeModel knowledge,
        AlertRules alertRules) {}
