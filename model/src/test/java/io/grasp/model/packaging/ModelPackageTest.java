package io.grasp.model.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.encoder.Attention;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.head.Activation;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.DenseLayer;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import io.grasp.model.text.InputLimits;
import io.grasp.model.text.Truncation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageTest {
    private static final Lineage LINEAGE = new Lineage("tiny", null, 0, Map.of(), List.of(), Instant.EPOCH);

    @TempDir
    Path scratch;

    private Path modelPackage;

    @BeforeEach
    void writeAPackage() {
        modelPackage = TinyModel.writePackage(scratch.resolve("v000007"), 1, TinyModel.tasks());
    }

    @Test
    void whatIsWrittenIsRead() {
        Task grade = new Task("grade", TaskKind.ORDINAL, List.of("insufficient", "good"));
        Task misconception = new Task("misconception", TaskKind.MULTI_LABEL, List.of("only-one"));
        List<ClassificationHead> heads = List.of(
                TinyModel.heads(1, List.of(grade)).get(0).withCalibration(new Calibration(1.7, List.of(), 0.4)),
                TinyModel.heads(2, List.of(misconception))
                        .get(0)
                        .withCalibration(new Calibration(0.3, List.of(0.123456789), 0)));
        Lineage lineage = new Lineage(
                "minilm", "v000006", 1234, Map.of(1, 20L, 0, 10L), List.of("fractions.addition"), Instant.now());
        Manifest manifest = Manifest.of(heads, Reading.bidirectional(Pooling.CLS, 77), lineage);
        Path directory = scratch.resolve("written");

        ModelPackageWriter.write(
                directory, TinyModel.encoderFiles(3), heads, manifest, Map.of("macro_f1", 0.5), "# Card");
        ModelPackage read = ModelPackageReader.read(directory);

        assertThat(read.manifest()).isEqualTo(manifest);
        assertThat(read.encoder().weights()).isEqualTo(TinyModel.encoderFiles(3).weights());
        assertThat(read.encoder().tokenizerJson()).isEqualTo(TinyModel.tokenizerJson());
        assertThat(read.heads()).zipSatisfy(heads, (one, other) -> {
            assertThat(one.weight()).isDeepEqualTo(other.weight());
            assertThat(one.bias()).isEqualTo(other.bias());
            assertThat(one.calibration()).isEqualTo(other.calibration());
        });
        assertThat(directory.resolve("README.md")).hasContent("# Card");
        assertThat(directory.resolve("metrics.json")).content().contains("\"macro_f1\" : 0.5");
    }

    @Test
    void aReportIsOptionalAndGuardedLikeTheRest() throws IOException {
        List<ClassificationHead> heads = TinyModel.heads(1, TinyModel.tasks());
        Manifest manifest = Manifest.of(heads, Reading.bidirectional(Pooling.MEAN, 64), LINEAGE);
        Path directory = scratch.resolve("reported");
        ModelPackageWriter.write(
                directory,
                TinyModel.encoderFiles(1),
                heads,
                manifest,
                Map.of(),
                "# Card",
                Optional.of("<!DOCTYPE html>"));
        assertThat(modelPackage.resolve("report.html")).doesNotExist();
        assertThat(directory.resolve("report.html")).hasContent("<!DOCTYPE html>");
        assertThat(ModelPackageReader.read(directory).manifest()).isEqualTo(manifest);

        Files.writeString(directory.resolve("report.html"), "<script>");
        assertThatThrownBy(() -> ModelPackageReader.read(directory))
                .hasMessageContaining("report.html does not match its checksum");
    }

    @Test
    void aDenseLayerAndATruncationAreWrittenAndRead() {
        List<ClassificationHead> heads = withDense(TinyModel.heads(1, TinyModel.tasks()));
        Manifest manifest = Manifest.of(
                heads, Reading.bidirectional(Pooling.CLS, InputLimits.cut(64, Truncation.LONGEST_FIRST)), LINEAGE);
        Path directory = scratch.resolve("dense");

        ModelPackageWriter.write(directory, TinyModel.encoderFiles(1), heads, manifest, Map.of(), "# Card");
        ModelPackage read = ModelPackageReader.read(directory);

        assertThat(read.manifest()).isEqualTo(manifest);
        assertThat(directory.resolve("grasp.json"))
                .content()
                .contains("\"truncation\" : \"longest_first\"", "\"max_windows\" : 1", "\"activation\" : \"relu\"");
        float[] pooled = new float[TinyModel.HIDDEN];
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = i / 10f - 1;
        }
        assertThat(read.heads()).zipSatisfy(heads, (one, other) -> {
            assertThat(one.dense().map(DenseLayer::activation))
                    .isEqualTo(other.dense().map(DenseLayer::activation));
            assertThat(one.logits(pooled)).isEqualTo(other.logits(pooled));
        });
    }

    @Test
    void aTaskCannotTakeTheNameOfAnotherOnesDenseLayer() {
        List<Task> tasks = List.of(
                new Task("level", TaskKind.SINGLE_LABEL, List.of("low", "high")),
                new Task("level.dense", TaskKind.SINGLE_LABEL, List.of("low", "high")));
        List<ClassificationHead> heads = withDense(TinyModel.heads(1, tasks));

        assertThatThrownBy(() -> Manifest.of(heads, Reading.bidirectional(Pooling.CLS, 64), LINEAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no other task can be called level.dense");
    }

    @Test
    void aPackageOfAnOldFormatIsOnlyRead() {
        List<ClassificationHead> heads = TinyModel.heads(1, TinyModel.tasks());
        Manifest latest = Manifest.of(heads, Reading.bidirectional(Pooling.CLS, 64), LINEAGE);
        Manifest old = new Manifest(
                PackageFormat.V1.id(),
                latest.tasks(),
                latest.calibration(),
                latest.dense(),
                latest.reading(),
                latest.lexical(),
                latest.lineage());

        assertThatThrownBy(() -> ModelPackageWriter.write(
                        scratch.resolve("old"), TinyModel.encoderFiles(1), heads, old, Map.of(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 1 are only read");
    }

    @ParameterizedTest
    @CsvSource({"MEAN, mean", "TEXT_MEAN, text_mean", "CLS, cls"})
    void howItPoolsIsWrittenByName(Pooling pooling, String name) {
        List<ClassificationHead> heads = TinyModel.heads(1, TinyModel.tasks());
        Lineage lineage = new Lineage("tiny", null, 0, Map.of(), List.of(), Instant.EPOCH);
        Path directory = scratch.resolve(name);

        ModelPackageWriter.write(
                directory,
                TinyModel.encoderFiles(1),
                heads,
                Manifest.of(heads, Reading.bidirectional(pooling, 64), lineage),
                Map.of(),
                "# Card");

        assertThat(directory.resolve("grasp.json")).content().contains("\"pooling\" : \"%s\"".formatted(name));
        assertThat(ModelPackageReader.read(directory).manifest().reading().pooling())
                .isEqualTo(pooling);
    }

    @Test
    void whichTokensAttendToWhichIsWrittenByName() {
        List<ClassificationHead> heads = TinyModel.heads(1, TinyModel.tasks());
        Reading reading =
                new Reading(Attention.TEXT_TO_CONTEXT, Pooling.TEXT_MEAN, InputLimits.windowed(TinyModel.MAX_LENGTH));
        Path directory = scratch.resolve("apart");

        ModelPackageWriter.write(
                directory, TinyModel.encoderFiles(1), heads, Manifest.of(heads, reading, LINEAGE), Map.of(), "# Card");

        assertThat(directory.resolve("grasp.json")).content().contains("\"attention\" : \"text_to_context\"");
        assertThat(ModelPackageReader.read(directory).manifest().reading()).isEqualTo(reading);
    }

    @Test
    void theSameModelIsTheSameBytes() {
        Path again = TinyModel.writePackage(scratch.resolve("again"), 1, TinyModel.tasks());

        assertThat(again.resolve("SHA256SUMS")).hasSameBinaryContentAs(modelPackage.resolve("SHA256SUMS"));
    }

    @Test
    void theChecksumsAreThoseOfTheUsualTool() throws IOException {
        assertThat(Files.readAllLines(modelPackage.resolve("SHA256SUMS")))
                .hasSize(8)
                .isSortedAccordingTo(Comparator.comparing((String line) -> line.substring(66)))
                .allMatch(line -> line.matches("[0-9a-f]{64}  [a-zA-Z_]+\\.[a-z]+"));
    }

    @Test
    void pythonFindsTheSpecialTokens() {
        assertThat(modelPackage.resolve("tokenizer_config.json"))
                .content()
                .contains("\"tokenizer_class\" : \"PreTrainedTokenizerFast\"", "\"pad_token\" : \"[PAD]\"");
    }

    @ParameterizedTest
    @CsvSource({"bert, true", "roberta, false", "distilbert, false"})
    void pythonHandsTypeIdsOnlyToEncodersThatTakeThem(String architecture, boolean typeIds) {
        EncoderFiles encoder = EncoderFiles.fromDirectory(
                Path.of("src/test/resources/huggingface").resolve(architecture));
        Task task = new Task("level", TaskKind.SINGLE_LABEL, List.of("low", "high"));
        int hidden = encoder.config().hiddenSize();
        List<ClassificationHead> heads =
                List.of(new ClassificationHead(task, new float[2][hidden], new float[2], Calibration.none(task)));
        Path directory = scratch.resolve(architecture);

        ModelPackageWriter.write(
                directory,
                encoder,
                heads,
                Manifest.of(heads, Reading.bidirectional(Pooling.MEAN, 32), LINEAGE),
                Map.of(),
                "# Card");

        assertThat(directory.resolve("tokenizer_config.json"))
                .content()
                .matches(content -> content.contains("token_type_ids") == typeIds);
        assertThat(ModelPackageReader.read(directory).encoder().weights()).isEqualTo(encoder.weights());
    }

    @Test
    void aDirectoryThatHoldsSomethingIsNotOverwritten() {
        assertThatThrownBy(() -> TinyModel.writePackage(modelPackage, 1, TinyModel.tasks()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not empty");
    }

    @Test
    void headsThatDoNotFitAreNotWritten() {
        List<ClassificationHead> heads = TinyModel.heads(1, TinyModel.tasks());
        Lineage lineage = new Lineage("tiny", null, 0, Map.of(), List.of(), Instant.EPOCH);
        Manifest manifest = Manifest.of(heads, Reading.bidirectional(Pooling.MEAN, 64), lineage);
        Path directory = scratch.resolve("unwritten");

        assertThatThrownBy(() -> ModelPackageWriter.write(
                        directory, TinyModel.encoderFiles(1), heads.subList(0, 2), manifest, Map.of(), ""))
                .hasMessageContaining("not those of the manifest's tasks");
        assertThatThrownBy(() -> ModelPackageWriter.write(
                        directory,
                        TinyModel.encoderFiles(1),
                        List.of(
                                heads.get(0).withCalibration(new Calibration(2, List.of(), 0)),
                                heads.get(1),
                                heads.get(2)),
                        manifest,
                        Map.of(),
                        ""))
                .hasMessageContaining("comprehension is calibrated otherwise");
        assertThatThrownBy(() -> ModelPackageWriter.write(
                        directory,
                        TinyModel.encoderFiles(1),
                        heads,
                        Manifest.of(heads, Reading.bidirectional(Pooling.MEAN, 129), lineage),
                        Map.of(),
                        ""))
                .hasMessageContaining("128 positions");
        assertThat(directory).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "model.safetensors",
                "heads.safetensors",
                "grasp.json",
                "metrics.json",
                "README.md"
            })
    void aFlippedByteOrAMissingFileIsRefusedByName(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(modelPackage.resolve(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(modelPackage.resolve(name), bytes);
        assertRefused("v000007 is refused: %s does not match its checksum; fetch or publish it again".formatted(name));

        Files.delete(modelPackage.resolve(name));
        assertRefused("%s is missing".formatted(name));
    }

    @Test
    void aPackageWithoutChecksumsIsRefused() throws IOException {
        Files.delete(modelPackage.resolve("SHA256SUMS"));
        assertRefused("SHA256SUMS is missing");
    }

    @Test
    void checksumsThatListTooLittleAreRefused() throws IOException {
        List<String> lines = Files.readAllLines(modelPackage.resolve("SHA256SUMS"));
        Files.write(modelPackage.resolve("SHA256SUMS"), lines.subList(1, lines.size()));
        assertRefused("SHA256SUMS does not list README.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "0123  config.json", "../config.json"})
    void damagedChecksumsAreRefused(String line) throws IOException {
        Files.writeString(modelPackage.resolve("SHA256SUMS"), line + "\n");
        assertRefused("SHA256SUMS is damaged");
    }

    @Test
    void aFileThatWasAddedIsRefused() throws IOException {
        Files.writeString(modelPackage.resolve("run.py"), "print()");
        assertRefused("run.py is not listed");
    }

    @Test
    void linksAndDirectoriesAreRefused() throws IOException {
        Path directory = Files.createDirectory(modelPackage.resolve("sub"));
        assertRefused("sub is not a plain file");
        Files.delete(directory);

        Path outside = Files.move(modelPackage.resolve("model.safetensors"), scratch.resolve("outside"));
        Files.createSymbolicLink(modelPackage.resolve("model.safetensors"), outside);
        assertRefused("model.safetensors is not a plain file");
    }

    @Test
    void aNewerFormatIsRefusedByName() throws IOException {
        rewriteManifest("\"format\" : " + PackageFormat.latest().id(), "\"format\" : 9");
        assertRefused("Package format 9 is newer than this program reads (up to %d). Upgrade the program."
                .formatted(PackageFormat.latest().id()));
    }

    @Test
    void beingNewerIsNoDamage() throws IOException {
        rewriteManifest("\"format\" : " + PackageFormat.latest().id(), "\"format\" : 9");
        assertThat(refusal().isDamage()).isFalse();

        rewriteManifest("\"format\" : 9", "\"format\" : 0");
        assertThat(refusal().isDamage()).isTrue();

        Files.delete(modelPackage.resolve("heads.safetensors"));
        assertThat(refusal().isDamage()).isTrue();
    }

    @Test
    void aManifestThatSaysSomethingUnknownIsRefused() throws IOException {
        rewriteManifest("\"pooling\" : \"mean\"", "\"pooling\" : \"max\"");
        assertRefused("pooling 'max' is unknown");
        rewriteManifest("\"pooling\" : \"max\"", "\"pooling\" : 7");
        assertRefused("grasp.json: pooling must be a text");
        rewriteManifest("\"pooling\" : 7", "\"pooling\" : \"cls\"");
        rewriteManifest("context_first", "text_first");
        assertRefused("truncation 'text_first' is unknown");
        rewriteManifest("text_first", "context_first");
        rewriteManifest("\"max_windows\" : 16", "\"max_windows\" : 0");
        assertRefused("at least one window of a text, not 0");
        rewriteManifest("\"max_windows\" : 0", "\"max_windows\" : 16");
        rewriteManifest("\"max_length\" : 128", "\"max_length\" : 512");
        assertRefused("maximum length of 512");
        rewriteManifest("{", "");
        assertRefused("grasp.json is not JSON");
    }

    @Test
    void headsOfAnotherShapeAreRefused() throws IOException {
        Path heads = modelPackage.resolve("heads.safetensors");
        Map<String, Tensor> tensors = new HashMap<>(Safetensors.read(heads));
        tensors.put("heads.engagement.bias", new Tensor(new long[] {2}, new float[2]));
        Safetensors.write(heads, tensors);
        sealAgain();
        assertRefused("heads.engagement.bias in heads.safetensors is Tensor[2]");

        tensors.remove("heads.engagement.bias");
        Safetensors.write(heads, tensors);
        sealAgain();
        assertRefused("heads.safetensors lacks heads.engagement.bias");

        tensors.put("heads.engagement.bias", new Tensor(new long[] {3}, new float[3]));
        tensors.put("heads.mood.bias", new Tensor(new long[] {3}, new float[3]));
        Safetensors.write(heads, tensors);
        sealAgain();
        assertRefused("heads.safetensors has tensors that no task needs: heads.mood.bias");
    }

    @Test
    void damagedTensorsWithRightChecksumsAreStillRefused() throws IOException {
        Files.write(modelPackage.resolve("model.safetensors"), new byte[100]);
        sealAgain();
        assertRefused("its header cannot have 0 bytes");
    }

    /** All heads but the last with a dense layer, of both activations. */
    private static List<ClassificationHead> withDense(List<ClassificationHead> heads) {
        List<ClassificationHead> changed = new ArrayList<>();
        for (ClassificationHead head : heads.subList(0, heads.size() - 1)) {
            float[][] weight = new float[TinyModel.HIDDEN][TinyModel.HIDDEN];
            for (int i = 0; i < weight.length; i++) {
                weight[i][(i * 7 + changed.size()) % weight.length] = i / 8f - 1;
            }
            Activation activation = changed.isEmpty() ? Activation.TANH : Activation.RELU;
            changed.add(head.withDense(new DenseLayer(weight, new float[weight.length], activation)));
        }
        changed.add(heads.get(heads.size() - 1));
        return changed;
    }

    private UnreadablePackageException refusal() {
        return catchThrowableOfType(UnreadablePackageException.class, () -> ModelPackageReader.read(modelPackage));
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> ModelPackageReader.read(modelPackage))
                .isInstanceOf(UnreadablePackageException.class)
                .hasMessageStartingWith("Model package %s is refused: ".formatted(modelPackage))
                .hasMessageContaining(problem);
    }

    private void rewriteManifest(String original, String replacement) throws IOException {
        Path manifest = modelPackage.resolve("grasp.json");
        assertThat(manifest).content().contains(original);
        Files.writeString(manifest, Files.readString(manifest).replace(original, replacement));
        sealAgain();
    }

    private void sealAgain() throws IOException {
        Path sums = modelPackage.resolve("SHA256SUMS");
        Files.deleteIfExists(sums);
        try (Stream<Path> files = Files.list(modelPackage)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).toList();
            Files.write(sums, Checksums.of(modelPackage, names).toBytes());
        }
    }
}
