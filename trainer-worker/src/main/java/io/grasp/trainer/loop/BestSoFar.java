package io.grasp.trainer.loop;

/**
 * The best evaluation so far, by the metric for the best model.
 *
 * @param metric its value
 * @param step the update steps that had been taken
 */
public record BestSoFar(double metric, int step) {}
