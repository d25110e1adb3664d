package io.grasp.model.packaging;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.ClassificationHead;
import java.nio.file.Path;
import java.util.List;

/**
 * A package that was read and found whole; everything in it fits together. No native memory.
 *
 * @param heads in the order of the manifest's tasks
 * @param checksum the SHA-256 of {@code SHA256SUMS} in hexadecimal
 */
public record ModelPackage(
        Path directory, Manifest manifest, EncoderFiles encoder, List<ClassificationHead> heads, String checksum) {
    public ModelPackage {
        heads = List.copyOf(heads);
    }
}
