package io.grasp.learner.recommend;

import java.util.Optional;

/**
 * What must be remembered of a recommendation until its outcome is known. Immutable.
 *
 * <p>Of several resources recommended at once only the first is on trial. Nobody tells which of them a learner took up;
 * the first is the one most do (Craswell et al., An experimental comparison of click position-bias models, 2008), and
 * what all shared would say more of the company a resource keeps than of the resource. For the same reason a learner
 * should have one open trial at a time in a learning topic: what is recommended meanwhile is not on trial.
 *
 * @param mastery P(mastered) of the learning topic when it was recommended, from 0 to below {@link #MASTERED}
 * @param toCome interactions in that learning topic until the outcome, at least 1
 */
public record OpenTrial(String resourceId, Situation situation, double mastery, int toCome) implements Trial {
    /** From here on nothing is lacking that could be gained (Corbett &amp; Anderson 1995). */
    public static final double MASTERED = 0.95;

    public OpenTrial {
        if (!(mastery >= 0 && mastery < MASTERED)) {
            throw new IllegalArgumentException(
                    "A trial begins at a mastery from 0 to below %s, not at %s".formatted(MASTERED, mastery));
        }
        if (toCome < 1) {
            throw new IllegalArgumentException("A trial needs at least 1 interaction to come, not " + toCome);
        }
    }

    /**
     * The trial of what is recommended first.
     *
     * @param interactions after which the outcome is known, at least 1
     * @return empty if the learner has mastered the learning topic, so that an outcome would tell nothing
     */
    public static Optional<OpenTrial> of(Candidate first, double mastery, int interactions) {
        return mastery >= MASTERED
                ? Optional.empty()
                : Optional.of(new OpenTrial(first.resourceId(), first.situation(), mastery, interactions));
    }

    /**
     * After one more interaction of the learner in the learning topic.
     *
     * <p>The outcome is the normalized gain, (after - before) / (1 - before): what share of that which was lacking was
     * learnt (Hake, Interactive-engagement versus traditional methods, 1998), so that learners who begin at different
     * mastery can be compared. A loss counts as 0. Some gain comes without any resource; it comes to all alike, so
     * outcomes tell which resource helps more, not how much it helps beyond none.
     *
     * @param masteryNow P(mastered) after it, from 0 to 1
     */
    public Trial after(double masteryNow) {
        if (!(masteryNow >= 0 && masteryNow <= 1)) {
            throw new IllegalArgumentException("Mastery is from 0 to 1, not " + masteryNow);
        }
        if (toCome > 1) {
            return new OpenTrial(resourceId, situation, mastery, toCome - 1);
        }
        return new Outcome(resourceId, situation, Math.max(0, (masteryNow - mastery) / (1 - mastery)));
    }
}
