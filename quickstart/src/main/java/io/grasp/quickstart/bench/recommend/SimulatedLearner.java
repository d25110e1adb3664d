package io.grasp.quickstart.bench.recommend;

import io.grasp.learner.knowledge.Correctness;
import io.grasp.learner.knowledge.KnowledgeParameters;
import io.grasp.learner.knowledge.KnowledgeTracing;
import java.util.random.RandomGenerator;

/**
 * Somebody who has not mastered the learning topic yet, guesses and slips, and is judged by a classifier that is not
 * sure. Whether it is mastered by now shows only through that. For one thread.
 */
final class SimulatedLearner {
    /** What was written before anything is recommended. */
    private static final int WRITTEN_BEFORE = 2;
    /** The classifier's probability for what is true is from one minus this to 1, evenly. */
    private static final double DOUBT = 0.4;

    private final KnowledgeParameters parameters = KnowledgeParameters.USUAL;
    private final KnowledgeTracing tracing = new KnowledgeTracing(parameters);
    private final RandomGenerator random;

    private boolean mastered;
    private double traced = tracing.before();

    SimulatedLearner(RandomGenerator random) {
        this.random = random;
        for (int interaction = 0; interaction < WRITTEN_BEFORE; interaction++) {
            interact(0);
        }
    }

    /**
     * Learns, perhaps, and writes something.
     *
     * @param chance to come to master it
     */
    void interact(double chance) {
        mastered |= random.nextDouble() < chance;
        boolean right = random.nextDouble() < (mastered ? 1 - parameters.slip() : parameters.guess());
        double sure = 1 - DOUBT * random.nextDouble();
        traced = tracing.after(traced, new Correctness(right ? sure : 1 - sure));
    }

    /** P(mastered), as far as knowledge tracing can tell. */
    double mastery() {
        return traced;
    }
}
