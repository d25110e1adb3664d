package io.grasp.streams.serving;

import io.grasp.model.UseCount;

/**
 * A loaded model with a count of its users. It is closed when its last user lets go, so a version that was replaced
 * still finishes the texts which were given to it. Thread-safe.
 */
public final class SharedModel {
    private final TextClassifier classifier;
    private final UseCount uses;

    /** Takes ownership of {@code classifier}; the creator is its first user. */
    public SharedModel(TextClassifier classifier) {
        this.classifier = classifier;
        this.uses = new UseCount("Model " + classifier.identity(), classifier::close);
    }

    public TextClassifier classifier() {
        return classifier;
    }

    public ModelIdentity identity() {
        return classifier.identity();
    }

    /** Adds a user, unless the model is already closed. Every {@code true} is owed one {@link #release}. */
    public boolean retain() {
        return uses.retain();
    }

    /** Removes a user; the last one closes the model. */
    public void release() {
        uses.release();
    }

    @Override
    public String toString() {
        return identity().toString();
    }
}
