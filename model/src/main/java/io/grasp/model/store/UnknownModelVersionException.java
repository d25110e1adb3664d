package io.grasp.model.store;

import io.grasp.model.ModelVersion;

/** A version was asked for which this store never held. */
public final class UnknownModelVersionException extends RuntimeException {
    public UnknownModelVersionException(ModelVersion version, Object store) {
        super("No model %s in %s. Was it published to another store?".formatted(version, store));
    }
}
