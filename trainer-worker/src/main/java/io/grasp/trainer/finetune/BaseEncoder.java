package io.grasp.trainer.finetune;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.minilm.MiniLm;
import io.grasp.model.packaging.ModelPackageReader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An encoder to train from, and what it is called.
 *
 * @param name {@link #MINILM} or the name of the directory it came from
 */
public record BaseEncoder(String name, EncoderFiles files) {
    /** all-MiniLM-L6-v2, which needs no download. */
    public static final String MINILM = "minilm";

    /**
     * Reads the encoder of that name.
     *
     * @param base {@link #MINILM}, a model package or a Hugging Face directory
     */
    public static BaseEncoder open(String base) {
        if (base.equals(MINILM)) {
            return new BaseEncoder(MINILM, MiniLm.encoderFiles());
        }
        Path directory = Path.of(base);
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "There is no base encoder %s: name %s, a model package or a Hugging Face directory"
                            .formatted(base, MINILM));
        }
        if (Files.exists(directory.resolve("grasp.json"))) {
            return new BaseEncoder(
                    nameOf(directory), ModelPackageReader.read(directory).encoder());
        }
        return new BaseEncoder(nameOf(directory), EncoderFiles.fromDirectory(directory));
    }

    /** What the directory of an encoder is called in lineage: its last name. */
    public static String nameOf(Path directory) {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        return name == null ? directory.toString() : name.toString();
    }
}
