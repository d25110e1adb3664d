package io.grasp.trainer.loop;

/**
 * How parameters are changed, under Hugging Face's names.
 *
 * @param maxGradNorm longest gradient of all parameters together; 0: any
 */
record AdamWArguments(double beta1, double beta2, double epsilon, double weightDecay, double maxGradNorm) {}
