package io.grasp.model.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.DenseLayer;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes a model as the directory that {@link ModelPackageReader} and the Python ecosystem read. */
public final class ModelPackageWriter {
    /** The name of a report's file in a package that has one. */
    public static final String REPORT = PackageFiles.REPORT;

    /** The names that the two families of tokenizers give to the roles of their special tokens. */
    private static final Map<String, List<String>> SPECIAL_TOKENS = specialTokens();

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ModelPackageWriter() {}

    /** Writes a package without a report; else as the other does. */
    public static void write(
            Path directory,
            EncoderFiles encoder,
            List<ClassificationHead> heads,
            Manifest manifest,
            Map<String, Object> metrics,
            String modelCard) {
        write(directory, encoder, heads, manifest, metrics, modelCard, Optional.empty());
    }

    /**
     * Writes all files and forces them to the disk; {@code SHA256SUMS} comes last.
     *
     * @param directory must not exist or be empty
     * @param heads one a task of the manifest, in its order and with its calibration
     * @param metrics what Jackson can write; becomes {@code metrics.json}
     * @param modelCard Markdown; becomes {@code README.md}
     * @param report HTML; becomes {@code report.html}
     * @throws IllegalArgumentException if the directory is not empty, or heads, encoder and manifest do not fit
     *     together
     */
    public static void write(
            Path directory,
            EncoderFiles encoder,
            List<ClassificationHead> heads,
            Manifest manifest,
            Map<String, Object> metrics,
            String modelCard,
            Optional<String> report) {
        requireFit(encoder, heads, manifest);
        try {
            Files.createDirectories(directory);
            requireEmpty(directory);
            write(directory, PackageFiles.CONFIG, encoder.configJson());
            write(directory, PackageFiles.TOKENIZER, encoder.tokenizerJson());
            write(directory, PackageFiles.TOKENIZER_CONFIG, tokenizerConfig(encoder, manifest));
            Safetensors.write(directory.resolve(PackageFiles.ENCODER), encoder.weights());
            Safetensors.write(directory.resolve(PackageFiles.HEADS), tensors(heads));
            List<String> files = new ArrayList<>(PackageFiles.CHECKSUMMED);
            if (manifest.lexical() != null) {
                Safetensors.write(directory.resolve(PackageFiles.LEXICAL), LexicalTensors.of(heads));
                files.add(PackageFiles.LEXICAL);
            }
            write(directory, PackageFiles.MANIFEST, ManifestJson.write(manifest));
            write(directory, PackageFiles.METRICS, JSON.writeValueAsBytes(metrics));
            write(directory, PackageFiles.MODEL_CARD, modelCard.getBytes(StandardCharsets.UTF_8));
            if (report.isPresent()) {
                write(directory, PackageFiles.REPORT, report.get().getBytes(StandardCharsets.UTF_8));
                files.add(PackageFiles.REPORT);
            }
            Checksums checksums = Checksums.of(directory, files);
            write(directory, PackageFiles.CHECKSUMS, checksums.toBytes());
            force(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the model package " + directory, e);
        }
    }

    private static void requireFit(EncoderFiles encoder, List<ClassificationHead> heads, Manifest manifest) {
        if (manifest.format() != PackageFormat.latest().id()) {
            throw new IllegalArgumentException("Packages of format %d are only read; write one of format %d"
                    .formatted(manifest.format(), PackageFormat.latest().id()));
        }
        if (!heads.stream().map(ClassificationHead::task).toList().equals(manifest.tasks())) {
            throw new IllegalArgumentException("The heads are not those of the manifest's tasks, in their order");
        }
        boolean readsWords = heads.stream().anyMatch(head -> head.lexical().isPresent());
        if (readsWords != (manifest.lexical() != null)) {
            throw new IllegalArgumentException(
                    readsWords
                            ? "Heads read words but the manifest does not say how"
                            : "The manifest says how words are hashed but no head reads them");
        }
        for (ClassificationHead head : heads) {
            String name = head.task().name();
            if (!head.calibration().equals(manifest.calibration().get(name))) {
                throw new IllegalArgumentException(
                        "The head of task %s is calibrated otherwise than the manifest says".formatted(name));
            }
            if (head.dense().map(DenseLayer::activation).orElse(null)
                    != manifest.dense().get(name)) {
                throw new IllegalArgumentException(
                        "The head of task %s has another dense layer than the manifest says".formatted(name));
            }
            if (head.hiddenSize() != encoder.config().hiddenSize()) {
                throw new IllegalArgumentException(
                        "The head of task %s reads vectors of %d values but the encoder gives %d"
                                .formatted(
                                        name,
                                        head.hiddenSize(),
                                        encoder.config().hiddenSize()));
            }
        }
        if (manifest.reading().limits().maxLength() > encoder.config().maxPositions()) {
            throw new IllegalArgumentException("A maximum length of %d tokens is more than the encoder's %d positions"
                    .formatted(
                            manifest.reading().limits().maxLength(),
                            encoder.config().maxPositions()));
        }
    }

    private static void requireEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "%s is not empty. Choose a new directory for the model package.".formatted(directory));
            }
        }
    }

    private static Map<String, Tensor> tensors(List<ClassificationHead> heads) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (ClassificationHead head : heads) {
            String task = head.task().name();
            put(tensors, task, head.weight(), head.bias());
            head.dense().ifPresent(dense -> put(tensors, HeadTensors.denseOf(task), dense.weight(), dense.bias()));
        }
        return tensors;
    }

    private static void put(Map<String, Tensor> tensors, String name, float[][] weight, float[] bias) {
        tensors.put(HeadTensors.weightOf(name), Tensor.ofRows(weight));
        tensors.put(HeadTensors.biasOf(name), new Tensor(new long[] {bias.length}, bias));
    }

    /** The least that makes AutoTokenizer read the directory. */
    private static byte[] tokenizerConfig(EncoderFiles encoder, Manifest manifest) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("model_max_length", manifest.reading().limits().maxLength());
        ArrayNode inputs = json.putArray("model_input_names").add("input_ids");
        // DistilBERT in Python has no such argument, and RoBERTa no such row
        if (encoder.config().architecture().readsTypeIds()) {
            inputs.add("token_type_ids");
        }
        inputs.add("attention_mask");
        Set<String> known = new HashSet<>();
        for (JsonNode token : JSON.readTree(encoder.tokenizerJson()).path("added_tokens")) {
            known.add(token.path("content").asText());
        }
        SPECIAL_TOKENS.forEach((role, names) ->
                names.stream().filter(known::contains).findFirst().ifPresent(name -> json.put(role, name)));
        return JSON.writeValueAsBytes(json);
    }

    private static Map<String, List<String>> specialTokens() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("pad_token", List.of("[PAD]", "<pad>"));
        names.put("unk_token", List.of("[UNK]", "<unk>"));
        names.put("cls_token", List.of("[CLS]", "<s>"));
        names.put("sep_token", List.of("[SEP]", "</s>"));
        names.put("mask_token", List.of("[MASK]", "<mask>"));
        return names;
    }

    private static void write(Path directory, String name, byte[] bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
