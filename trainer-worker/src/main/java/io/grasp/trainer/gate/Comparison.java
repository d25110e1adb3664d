package io.grasp.trainer.gate;

/**
 * Challenger against champion in one respect, in macro-F1.
 *
 * @param name of the task or learning topic; for small learning topics, how many they are; else empty
 * @param rows held-out rows that count
 * @param difference the challenger's macro-F1 minus the champion's
 * @param lower of the 95 % interval of the difference
 * @param upper of the 95 % interval of the difference
 * @param tolerance how much may be lost
 * @param beyondTolerance the probability that more than that is lost: the share of resamples in which it is
 * @param luck the probability that two equally good models differ so much by luck, here or in another comparison of
 *     this kind; 1 where no more is lost than is tolerated
 */
public record Comparison(
        Scope scope,
        String name,
        int rows,
        double champion,
        double challenger,
        double difference,
        double lower,
        double upper,
        double tolerance,
        double beyondTolerance,
        double luck,
        Verdict verdict) {}
