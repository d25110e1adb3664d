package io.grasp.learner.knowledge;

import java.util.List;

/**
 * The probability that a student has mastered a learning topic, interaction by interaction (Corbett &amp; Anderson
 * 1995), from right and wrong answers or anything between. Immutable; safe for any number of threads.
 */
public final class KnowledgeTracing {
    private final KnowledgeParameters parameters;

    public KnowledgeTracing(KnowledgeParameters parameters) {
        this.parameters = parameters;
    }

    /** P(L0): before the first interaction. */
    public double before() {
        return parameters.prior();
    }

    /**
     * P(Ln): after one more interaction, the chance to have learnt in it included.
     *
     * @param mastery after the interaction before, or {@link #before}
     */
    public double after(double mastery, Correctness shown) {
        double given = given(mastery, shown);
        return given + (1 - given) * parameters.learn();
    }

    /** After all of these interactions, oldest first. */
    public double after(List<Correctness> shown) {
        double mastery = before();
        for (Correctness next : shown) {
            mastery = after(mastery, next);
        }
        return mastery;
    }

    /** How probable it is that a student of that mastery answers the next question right. */
    public double rightNext(double mastery) {
        return mastery * (1 - parameters.slip()) + (1 - mastery) * parameters.guess();
    }

    /** P(L|evidence). Evidence that the parameters hold impossible changes nothing. */
    private double given(double mastery, Correctness shown) {
        double mastered = mastery * ofMastered(shown);
        double evidence = mastered + (1 - mastery) * ofOthers(shown);
        return evidence > 0 ? mastered / evidence : mastery;
    }

    /** How probable the evidence is for those who have mastered the learning topic. */
    double ofMastered(Correctness shown) {
        return likelihood(1 - parameters.slip(), shown);
    }

    /** How probable the evidence is for all others. */
    double ofOthers(Correctness shown) {
        return likelihood(parameters.guess(), shown);
    }

    private static double likelihood(double right, Correctness shown) {
        return right * shown.probability() + (1 - right) * (1 - shown.probability());
    }
}
