package io.grasp.streams.request;

/**
 * How many labels are asked for, and of what.
 *
 * @param budget most requests a day, of all learning topics together; 0 asks for none
 * @param learningTopicBudget most requests a day on one learning topic
 * @param sampleShare part of both budgets that is kept for the honest sample, 0 to 1
 * @param sampleRate part of all interactions that are in the honest sample, 0 to 1
 * @param narrowMargin the model hesitates when its two best labels are less far apart than this, 0 to 1
 */
public record LabelRequestSettings(
        int budget, int learningTopicBudget, double sampleShare, double sampleRate, double narrowMargin) {

    int sampleBudget(int of) {
        return Math.toIntExact(Math.round(of * sampleShare));
    }
}
