package io.grasp.quickstart.bench;

/**
 * One training of one contender.
 *
 * @param seconds from the start of its process to its end
 * @param peakBytes the most memory that its processes had, heap and native; 0 if the system does not tell
 */
record Run(TrainingFigures figures, double seconds, long peakBytes) {}
