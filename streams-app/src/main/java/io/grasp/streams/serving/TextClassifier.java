package io.grasp.streams.serving;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import java.util.List;

/**
 * One loaded model version, as the topology sees it. Safe for any number of threads; whoever loaded it owns its native
 * memory and closes it.
 */
public interface TextClassifier extends AutoCloseable {
    /** Returns the tokens of {@code input}, which only this version may be asked to predict. */
    EncodedInput encode(ModelInput input);

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
