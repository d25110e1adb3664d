package io.grasp.trainer.finetune;

/** A linear layer: {@code weight[label][feature]} and {@code bias[label]}. */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record LinearWeights(float[][] weight, float[] bias) {}
