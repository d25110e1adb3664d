package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.Optimization;
import io.grasp.trainer.arguments.SchedulerShape;
import io.grasp.trainer.arguments.SchedulerShape.Plateau;
import io.grasp.trainer.arguments.SchedulerShape.Plateau.Mode;
import io.grasp.trainer.arguments.SchedulerShape.Plateau.ThresholdMode;
import io.grasp.trainer.arguments.SchedulerType;
import io.grasp.trainer.arguments.Scheduling;
import io.grasp.trainer.arguments.TrainingArguments;

/**
 * The learning rates of each update step: those of the arguments times a factor, which is the same for all groups of
 * parameters. The factors are those of Hugging Face's {@code get_scheduler} (transformers/optimization.py) and, on a
 * plateau, of PyTorch's {@code ReduceLROnPlateau}. Immutable: what evaluations did to it is in a {@link State}, which a
 * checkpoint can hold.
 */
public final class LearningRateSchedule {
    private static final int TIMESCALE_WITHOUT_WARMUP = 10_000;

    private final Scheduling scheduling;
    private final LearningRates base;
    private final boolean moreIsBetter;
    private final int warmup;
    private final int maxSteps;

    public LearningRateSchedule(TrainingArguments arguments, int maxSteps) {
        Optimization optimization = arguments.optimization();
        this.scheduling = arguments.scheduling();
        this.base = new LearningRates(optimization.learningRate(), optimization.headRate());
        this.moreIsBetter = plateau()
                .mode()
                .map(mode -> mode == Mode.MAX)
                .orElse(arguments.watching().moreIsBetter());
        this.warmup = scheduling.warmupSteps().of(maxSteps);
        this.maxSteps = maxSteps;
    }

    /**
     * What evaluations have done so far; only reduce_lr_on_plateau cares.
     *
     * @param best the best metric so far, or the worst there can be
     * @param badEvaluations in a row without an improvement
     * @param cooldown evaluations that still do not count as bad
     * @param reductions so far
     */
    public record State(double best, int badEvaluations, int cooldown, int reductions) {}

    /** The state before the first evaluation. */
    public State start() {
        return new State(moreIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, 0, 0, 0);
    }

    /** The state after an evaluation of that metric for the best model. */
    public State evaluated(State state, double metric) {
        if (scheduling.type() != SchedulerType.REDUCE_LR_ON_PLATEAU) {
            return state;
        }
        boolean better = isBetter(metric, state.best);
        boolean coolingDown = state.cooldown > 0;
        int bad = better || coolingDown ? 0 : state.badEvaluations + 1;
        boolean reduce = bad > plateau().patience();
        return new State(
                better ? metric : state.best,
                reduce ? 0 : bad,
                reduce ? plateau().cooldown() : Math.max(0, state.cooldown - 1),
                state.reductions + (reduce ? 1 : 0));
    }

    /** The rates of the update after {@code steps} update steps. */
    public LearningRates after(int steps, State state) {
        return scheduling.type() == SchedulerType.REDUCE_LR_ON_PLATEAU
                ? new LearningRates(reduced(base.encoder(), state.reductions), reduced(base.heads(), state.reductions))
                : base.times(factor(steps));
    }

    private double factor(int step) {
        boolean warmingUp = step < warmup && scheduling.type() != SchedulerType.CONSTANT;
        return warmingUp ? (double) step / warmup : afterWarmup(step);
    }

    private double afterWarmup(int step) {
        SchedulerShape shape = scheduling.shape();
        double progress = (double) (step - warmup) / Math.max(1, maxSteps - warmup);
        return switch (scheduling.type()) {
            case LINEAR -> Math.max(0, (double) (maxSteps - step) / Math.max(1, maxSteps - warmup));
            case COSINE -> cosine(shape.numCycles().orElse(0.5) * 2 * progress);
            case COSINE_WITH_RESTARTS ->
                progress >= 1 ? 0 : cosine(shape.numCycles().orElse(1.0) * progress % 1);
            case POLYNOMIAL -> polynomial(step, shape);
            case INVERSE_SQRT -> inverseSqrt(step, shape);
            case CONSTANT, CONSTANT_WITH_WARMUP, REDUCE_LR_ON_PLATEAU -> 1;
        };
    }

    private static double cosine(double halfTurns) {
        return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * halfTurns)));
    }

    /** Ends at {@code lr_end} for the encoder; the heads' rate shrinks by the same factor. */
    private double polynomial(int step, SchedulerShape shape) {
        if (step > maxSteps) {
            return shape.lrEnd() / base.encoder();
        }
        double left = 1 - (double) (step - warmup) / Math.max(1, maxSteps - warmup);
        return ((base.encoder() - shape.lrEnd()) * Math.pow(left, shape.power()) + shape.lrEnd()) / base.encoder();
    }

    private double inverseSqrt(int step, SchedulerShape shape) {
        int timescale = shape.timescale().orElse(warmup > 0 ? warmup : TIMESCALE_WITHOUT_WARMUP);
        return 1 / Math.sqrt((step + (double) timescale - warmup) / timescale);
    }

    private boolean isBetter(double metric, double best) {
        double threshold = moreIsBetter ? plateau().threshold() : -plateau().threshold();
        double toBeat = plateau().thresholdMode() == ThresholdMode.REL ? best * (1 + threshold) : best + threshold;
        return moreIsBetter ? metric > toBeat : metric < toBeat;
    }

    private double reduced(double rate, int reductions) {
        double reduced = rate;
        for (int i = 0; i < reductions; i++) {
            double next = Math.max(reduced * plateau().factor(), plateau().minLr());
            reduced = reduced - next > plateau().eps() ? next : reduced;
        }
        return reduced;
    }

    private Plateau plateau() {
        return scheduling.shape().plateau();
    }
}
