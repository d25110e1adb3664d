package io.grasp.streams.serving;

import io.grasp.model.EncodedInput;
import io.grasp.model.InteractionModel;
import io.grasp.model.ModelInput;
import io.grasp.model.ModelVersion;
import io.grasp.model.Prediction;
import io.grasp.model.encoder.Computation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model package, opened for serving. Owns the opened model. */
public final class PackagedClassifier implements TextClassifier {
    private final InteractionModel model;
    private final ModelIdentity identity;
    private final Set<String> learningTopics;

    private PackagedClassifier(InteractionModel model, ModelIdentity identity) {
        this.model = model;
        this.identity = identity;
        this.learningTopics = Set.copyOf(model.manifest().lineage().learningTopics());
    }

    /** As {@link #open(Path, String, ModelVersion, Computation)}, computing as usual. */
    public static PackagedClassifier open(Path directory, String name, ModelVersion version) {
        return open(directory, name, version, Computation.USUAL);
    }

    /** Opens the package in {@code directory}, which the store keeps as {@code version} of {@code name}. */
    public static PackagedClassifier open(Path directory, String name, ModelVersion version, Computation computation) {
        InteractionModel model = InteractionModel.open(directory, computation);
        return new PackagedClassifier(model, new ModelIdentity(name, version, model.checksum()));
    }

    @Override
    public EncodedInput encode(ModelInput input) {
        return model.encode(input);
    }

    @Override
    public Optional<Prediction> exitEarly(EncodedInput input, String learningTopic) {
        return !learningTopic.isBlank() && learningTopics.contains(learningTopic)
                ? model.exitEarly(input)
                : Optional.empty();
    }

    @Override
    public Optional<Prediction> answerAtOnce(EncodedInput input) {
        return model.byWordsAlone(input);
    }

    @Override
    public int tokensToCompute(EncodedInput input) {
        return model.tokensToCompute(input);
    }

    @Override
    public List<Prediction> predict(List<EncodedInput> batch) {
        return model.predict(batch);
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    @Override
    public boolean isNewTo(String learningTopic) {
        return !learningTopics.isEmpty() && !learningTopics.contains(learningTopic);
    }

    @Override
    public void close() {
        model.close();
    }
}
