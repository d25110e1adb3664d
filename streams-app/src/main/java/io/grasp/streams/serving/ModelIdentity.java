package io.grasp.streams.serving;

import io.grasp.model.ModelVersion;

/**
 * Which published model this is.
 *
 * @param name the model's name, the same for all its versions
 * @param version which version of it
 * @param checksum SHA-256 of the package's list of checksums
 */
public record ModelIdentity(String name, ModelVersion version, String checksum) {
    @Override
    public String toString() {
        return name + " " + version;
    }
}
