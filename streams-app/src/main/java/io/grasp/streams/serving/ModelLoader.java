package io.grasp.streams.serving;

import io.grasp.model.ModelVersion;
import java.nio.file.Path;

/** Opens a fetched model package for serving. */
@FunctionalInterface
public interface ModelLoader {
    /**
     * Returns the opened package; the caller owns it.
     *
     * @throws io.grasp.model.packaging.UnreadablePackageException if the package is damaged or from a newer release
     */
    TextClassifier load(Path packageDirectory, String name, ModelVersion version);
}
