package io.grasp.trainer.loop;

/** The sum of the losses of some steps, which a checkpoint can hold. */
record LossSoFar(double sum, int steps) {
    static final LossSoFar NONE = new LossSoFar(0, 0);

    LossSoFar plus(double loss) {
        return new LossSoFar(sum + loss, steps + 1);
    }

    /** 0 of no steps. */
    double mean() {
        return steps == 0 ? 0 : sum / steps;
    }
}
