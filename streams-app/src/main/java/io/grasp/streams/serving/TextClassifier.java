package io.grasp.streams.serving;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import java.util.List;
import java.util.Optional;

/**
 * One loaded model version, as the topology sees it. Safe for any number of threads; whoever loaded it owns its native
 * memory and closes it.
 */
public interface TextClassifier extends AutoCloseable {
    /** Returns the tokens of {@code input}, which only this version may be asked to predict. */
    EncodedInput encode(ModelInput input);

    /**
     * Answers without the encoder, if this version may and is sure enough; what it says then is, but for a few in a
     * thousand, what {@link #predict} would say.
     *
     * @param input what {@link #encode} returned
     * @param learningTopic what the input is about; on one that was not learnt, nothing is answered
     */
    Optional<Prediction> exitEarly(EncodedInput input, String learningTopic);

    /**
     * Answers without the encoder, sure or not; empty if a task of this version reads no words. What it says is marked
     * {@link io.grasp.model.DecisionPath#DEGRADED}, unless it is what {@link #predict} would say.
     *
     * @param input what {@link #encode} returned
     */
    Optional<Prediction> answerAtOnce(EncodedInput input);

    /** Returns how many tokens of a window of {@code input} must be computed, as far as this can be foreseen. */
    int tokensToCompute(EncodedInput input);

    /** Returns one prediction an input, in the same order, from one forward pass unless long texts take more. */
    List<Prediction> predict(List<EncodedInput> batch);

    /** Returns name, version and checksum of the package that this was loaded from. */
    ModelIdentity identity();

    /**
     * Returns whether this version has learnt learning topics, but not this one; false if nobody said what it learnt.
     */
    boolean isNewTo(String learningTopic);

    @Override
    void close();
}
