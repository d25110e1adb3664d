package io.grasp.trainer.loop;

/** The learning rate of each group of parameters. */
public record LearningRates(double encoder, double heads) {
    LearningRates times(double factor) {
        return new LearningRates(encoder * factor, heads * factor);
    }
}
