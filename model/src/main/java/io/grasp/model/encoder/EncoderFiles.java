package io.grasp.model.encoder;

import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an encoder is made of, in memory: every parameter that its configuration calls for is there and has its shape.
 *
 * @param configJson a Hugging Face {@code config.json}; copied in and out
 * @param tokenizerJson a Hugging Face {@code tokenizer.json}; copied in and out
 * @param weights by Hugging Face name, without the architecture's prefix; sorted
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, and nobody compares two encoders with equals
public record EncoderFiles(byte[] configJson, byte[] tokenizerJson, Map<String, Tensor> weights) {
    private static final long MAX_JSON_BYTES = 256L << 20;
    private static final List<String> PARTS = List.of("embeddings.", "encoder.", "transformer.", "pooler.");

    public EncoderFiles {
        configJson = configJson.clone();
        tokenizerJson = tokenizerJson.clone();
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        requireParameters(EncoderConfig.parse(configJson), weights);
    }

    /**
     * Reads {@code config.json}, {@code tokenizer.json} and {@code model.safetensors}. Tensors that are no part of the
     * encoder, such as a classifier's, are left out.
     *
     * @throws UnreadableEncoderException if a file is missing or they do not fit together
     * @throws io.grasp.model.tensor.UnreadableTensorsException if the weights are damaged
     */
    public static EncoderFiles fromDirectory(Path directory) {
        byte[] config = bytes(directory, "config.json");
        byte[] tokenizer = bytes(directory, "tokenizer.json");
        // before the weights are read, so that an unsupported architecture is refused by name
        Architecture architecture = EncoderConfig.parse(config).architecture();
        Path weights = existing(directory, "model.safetensors");
        String prefix = architecture.modelType() + ".";
        SortedMap<String, Tensor> named = new TreeMap<>();
        Safetensors.read(weights, name -> isEncoderPart(withoutPrefix(name, prefix)))
                .forEach((name, tensor) -> put(named, modernName(withoutPrefix(name, prefix)), tensor));
        return new EncoderFiles(config, tokenizer, named);
    }

    @Override
    public byte[] configJson() {
        return configJson.clone();
    }

    @Override
    public byte[] tokenizerJson() {
        return tokenizerJson.clone();
    }

    public EncoderConfig config() {
        return EncoderConfig.parse(configJson);
    }

    private static void requireParameters(EncoderConfig config, Map<String, Tensor> weights) {
        config.parameterShapes().forEach((name, expected) -> {
            Tensor tensor = weights.get(name);
            if (tensor == null) {
                throw new UnreadableEncoderException("The encoder's weights lack %s. Is this a complete %s checkpoint?"
                        .formatted(name, config.architecture().modelType()));
            }
            if (!tensor.hasShape(expected.stream().mapToLong(Integer::longValue).toArray())) {
                throw new UnreadableEncoderException("The encoder's %s is %s, but config.json asks for the shape %s"
                        .formatted(name, tensor, expected));
            }
        });
    }

    private static boolean isEncoderPart(String name) {
        // a buffer of integers that old checkpoints carry
        return PARTS.stream().anyMatch(name::startsWith) && !name.equals("embeddings.position_ids");
    }

    private static String withoutPrefix(String name, String prefix) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** Checkpoints converted from TensorFlow call a LayerNorm's parameters gamma and beta. */
    private static String modernName(String name) {
        return name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias");
    }

    private static void put(Map<String, Tensor> named, String name, Tensor tensor) {
        if (named.put(name, tensor) != null) {
            throw new UnreadableEncoderException("The encoder's weights have %s twice".formatted(name));
        }
    }

    private static byte[] bytes(Path directory, String name) {
        Path file = existing(directory, name);
        try {
            if (Files.size(file) > MAX_JSON_BYTES) {
                throw new UnreadableEncoderException("%s is larger than %d bytes".formatted(file, MAX_JSON_BYTES));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    private static Path existing(Path directory, String name) {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new UnreadableEncoderException(
                    "There is no %s in %s. An encoder directory has config.json, tokenizer.json and model.safetensors."
                            .formatted(name, directory));
        }
        return file;
    }
}
