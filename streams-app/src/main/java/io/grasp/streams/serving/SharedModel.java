package io.grasp.streams.serving;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loaded model with a count of its users. It is closed when its last user lets go, so a version that was replaced
 * still finishes the texts which were given to it. Thread-safe.
 */
public final class SharedModel {
    private final TextClassifier classifier;
    private final AtomicInteger users = new AtomicInteger(1);

    /** Takes ownership of {@code classifier}; the creator is its first user. */
    public SharedModel(TextClassifier classifier) {
        this.classifier = classifier;
    }

    public TextClassifier classifier() {
        return classifier;
    }

    public ModelIdentity identity() {
        return classifier.identity();
    }

    /** Adds a user, unless the model is already closed. Every {@code true} is owed one {@link #release}. */
    public boolean retain() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Removes a user; the last one closes the model. */
    public void release() {
        int left = users.decrementAndGet();
        if (left == 0) {
            classifier.close();
        } else if (left < 0) {
            throw new IllegalStateException("Model " + identity() + " was released more often than retained");
        }
    }

    @Override
    public String toString() {
        return identity().toString();
    }
}
