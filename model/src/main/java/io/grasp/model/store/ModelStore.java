package io.grasp.model.store;

import io.grasp.model.ModelVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps published models. A version is immutable: once {@link #publish} returns, every reader sees the same files under
 * that version, and before that none of them. Implementations are safe for any number of readers and publishers, also
 * in other processes.
 */
public interface ModelStore {
    /**
     * Copies a model package into the store under the next version. The package is left as it is.
     *
     * @param modelPackage a directory that {@link io.grasp.model.packaging.ModelPackageWriter} filled
     */
    ModelVersion publish(Path modelPackage);

    /**
     * Returns a readable directory with the files of {@code version}; the caller must not change them.
     *
     * @throws UnknownModelVersionException if no such version was published
     */
    Path fetch(ModelVersion version);

    /** Returns the newest version, or empty before the first publication. */
    Optional<ModelVersion> latest();

    /** Returns all versions, oldest first. */
    List<ModelVersion> versions();
}
