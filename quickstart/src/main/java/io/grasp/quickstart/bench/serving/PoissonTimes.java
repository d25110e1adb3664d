package io.grasp.quickstart.bench.serving;

import java.util.Random;

/** When interactions are due that come independently of each other, at a constant rate: a Poisson process. */
final class PoissonTimes {
    private final double perSecond;
    private final Random random;
    private double nanos;

    /** @param seed the same seed gives the same times */
    PoissonTimes(double perSecond, long seed) {
        this.perSecond = perSecond;
        this.random = new Random(seed);
    }

    /** Returns when the next one is due, in nanoseconds from the beginning. */
    long next() {
        nanos += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
        return (long) nanos;
    }
}
