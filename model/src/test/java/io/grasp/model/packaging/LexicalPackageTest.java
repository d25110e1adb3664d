package io.grasp.model.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.ModelInput;
import io.grasp.model.TinyModel;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexicalPackageTest {
    private static final ModelInput KNOWN = ModelInput.answering("Why?", "It flows.", "it flows back");

    @TempDir
    Path scratch;

    private Path modelPackage;
    private Path tensors;

    @BeforeEach
    void writeAPackageWhoseHeadsReadWords() {
        modelPackage = TinyModel.writeLexicalPackage(scratch.resolve("model"), 1, TinyModel.tasks(), KNOWN);
        tensors = modelPackage.resolve("lexical.safetensors");
    }

    @Test
    void headsReadBackGiveTheSameLogitsToTheBit() {
        List<ClassificationHead> written = TinyModel.lexicalHeads(1, TinyModel.tasks(), KNOWN);
        ModelPackage read = ModelPackageReader.read(modelPackage);

        assertThat(read.manifest().format()).isEqualTo(PackageFormat.latest().id());
        assertThat(read.heads()).zipSatisfy(written, (one, other) -> {
            assertThat(one.lexical()).isPresent();
            float[] pooled = new float[TinyModel.HIDDEN];
            assertThat(one.logits(pooled, LexicalFeatures.of(KNOWN)))
                    .isEqualTo(other.logits(pooled, LexicalFeatures.of(KNOWN)));
        });
    }

    @Test
    void aPackageWhoseHeadsReadNoWordsSaysNothingOfThem() {
        Path plain = TinyModel.writePackage(scratch.resolve("plain"), 1, TinyModel.tasks());

        assertThat(plain.resolve("grasp.json")).content().doesNotContain("lexical");
        assertThat(plain.resolve("lexical.safetensors")).doesNotExist();
        assertThat(ModelPackageReader.read(plain).heads())
                .allMatch(head -> head.lexical().isEmpty());
    }

    @Test
    void aMissingOrDamagedFileIsRefusedByName() throws IOException {
        byte[] bytes = Files.readAllBytes(tensors);
        bytes[bytes.length / 2] ^= 1;
        Files.write(tensors, bytes);
        assertRefused("lexical.safetensors does not match its checksum");

        Files.delete(tensors);
        assertRefused("lexical.safetensors is missing");
        sealAgain();
        assertRefused("lexical.safetensors is missing");
    }

    @Test
    void wordsThatAreHashedOtherwiseAreRefused() throws IOException {
        Path manifest = modelPackage.resolve("grasp.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"features\" : 1", "\"features\" : 2"));
        sealAgain();
        assertRefused("Upgrade the program");
    }

    @Test
    void tensorsThatDoNotFitAreRefused() throws IOException {
        assertRefusedWith("lexical.engagement.bias", new Tensor(new long[] {2}, new float[2]), "need [3]");
        assertRefusedWith("lexical.engagement.mix", new Tensor(new long[] {3}, new float[3]), "lexical.engagement.mix");
        assertRefusedWith("lexical.grade.mix", new Tensor(new long[] {2}, new float[2]), "has 13 tensors");
        int buckets = Objects.requireNonNull(Safetensors.read(tensors).get("lexical.engagement.buckets"))
                .size();
        float[] halves = new float[buckets];
        halves[0] = 0.5f;
        assertRefusedWith(
                "lexical.engagement.buckets", new Tensor(new long[] {buckets}, halves), "must hold whole numbers");
        assertRefusedWith(
                "lexical.engagement.buckets", new Tensor(new long[] {buckets}, new float[buckets]), "must rise");
    }

    private void assertRefusedWith(String name, Tensor tensor, String problem) throws IOException {
        byte[] whole = Files.readAllBytes(tensors);
        Map<String, Tensor> changed = new HashMap<>(Safetensors.read(tensors));
        changed.put(name, tensor);
        Safetensors.write(tensors, changed);
        sealAgain();
        assertRefused(problem);
        Files.write(tensors, whole);
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> ModelPackageReader.read(modelPackage))
                .isInstanceOf(UnreadablePackageException.class)
                .hasMessageContaining(problem);
    }

    private void sealAgain() throws IOException {
        Path sums = modelPackage.resolve("SHA256SUMS");
        Files.delete(sums);
        try (Stream<Path> files = Files.list(modelPackage)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).toList();
            Files.write(sums, Checksums.of(modelPackage, names).toBytes());
        }
    }
}
