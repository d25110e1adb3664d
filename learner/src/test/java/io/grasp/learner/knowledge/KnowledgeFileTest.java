package io.grasp.learner.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeFileTest {
    @TempDir
    private Path directory;

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("knowledge.yaml"), yaml);
    }

    @Test
    void whatIsWrittenReadsAsTheSame() {
        KnowledgeModel model = new KnowledgeModel(
                new KnowledgeParameters(0.2, 0.1, 0.25, 0.05),
                Map.of("fractions.addition", new KnowledgeParameters(0.5, 0.3, 0.2, 0.1)));
        Path file = directory.resolve("knowledge.yaml");

        KnowledgeFile.write(model, file);

        assertThat(KnowledgeFile.read(file)).isEqualTo(model);
    }

    @Test
    void whatIsLeftOutIsTheUsual() throws IOException {
        KnowledgeModel model =
                KnowledgeFile.read(file("usual: {prior: 0.2}\nlearning_topics:\n  algebra: {learn: 0.5}\n"));

        assertThat(model.usual()).isEqualTo(new KnowledgeParameters(0.2, 0.15, 0.3, 0.1));
        assertThat(model.learningTopics())
                .containsExactly(Map.entry("algebra", new KnowledgeParameters(0.2, 0.5, 0.3, 0.1)));
    }

    @Test
    void allProblemsAreNamedAtOnce() throws IOException {
        Path file = file("usual: {prior: 2}\nlearning_topics:\n  algebra: {lern: 0.5, guess: much}\ntopics: {}\n");

        assertThatThrownBy(() -> KnowledgeFile.read(file))
                .hasMessageContainingAll(
                        file.toString(),
                        "the file has an unknown topics",
                        "of usual, prior must be from 0 to 1 but is 2.0",
                        "learning topic algebra has an unknown lern",
                        "guess of learning topic algebra is no number");
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithTheLine() throws IOException {
        Path file = file("usual: {prior: 0.2}\nlearning_topics: [\n");

        assertThatThrownBy(() -> KnowledgeFile.read(file)).hasMessageContaining("is no YAML: line 2");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> KnowledgeFile.read(directory.resolve("none.yaml")))
                .hasMessageContaining("none.yaml cannot be read");
    }
}
