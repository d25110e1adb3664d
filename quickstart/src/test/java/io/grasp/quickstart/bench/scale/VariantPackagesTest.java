package io.grasp.quickstart.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.InteractionModel;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.model.TaskPrediction;
import io.grasp.model.TinyModel;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantPackagesTest {
    private static final ModelInput INPUT =
            ModelInput.answering("why", null, "because it is so").on("topic");

    @TempDir
    private Path directory;

    private Path given;
    private VariantPackages packages;

    @BeforeEach
    void aPackageThatReadsWords() {
        given = TinyModel.writeLexicalPackage(directory.resolve("given"), 1, TinyModel.tasks(), INPUT);
        packages = new VariantPackages(given, directory);
    }

    @Test
    void aVariantAnswersSoManyTasksWithSoManyLabels() {
        try (InteractionModel model = InteractionModel.open(packages.with(3, 7))) {
            Prediction prediction = model.predict(List.of(model.encode(INPUT))).get(0);

            assertThat(prediction.tasks())
                    .extracting(task -> task.task().name())
                    .containsExactly("task-1", "task-2", "task-3");
            assertThat(prediction.tasks()).allSatisfy(task -> {
                assertThat(task.task().labels())
                        .hasSize(7)
                        .startsWith("label-1")
                        .endsWith("label-7");
                assertThat(task.scores()).hasSize(7);
                assertThat(task.abstained()).isFalse();
            });
            assertThat(prediction.tasks())
                    .extracting(TaskPrediction::confidence)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aVariantHasTheEncoderOfTheGivenPackageAndNothingThatReadsWords() {
        ModelPackage variant = ModelPackageReader.read(packages.with(1, 2));
        ModelPackage original = ModelPackageReader.read(given);

        assertThat(original.manifest().lexical()).isNotNull();
        assertThat(variant.manifest().lexical()).isNull();
        assertThat(variant.manifest().reading()).isEqualTo(original.manifest().reading());
        assertThat(directory.resolve("given/model.safetensors"))
                .hasSameBinaryContentAs(variant.directory().resolve("model.safetensors"));
    }

    @Test
    void aVariantIsTheSameEachTimeAndWrittenOnce() {
        String checksum = ModelPackageReader.read(packages.with(2, 3)).checksum();
        VariantPackages elsewhere = new VariantPackages(given, directory.resolve("elsewhere"));

        assertThat(ModelPackageReader.read(packages.with(2, 3)).checksum()).isEqualTo(checksum);
        assertThat(ModelPackageReader.read(elsewhere.with(2, 3)).checksum()).isEqualTo(checksum);
        assertThat(Files.exists(directory.resolve("tasks-2-labels-3"))).isTrue();
    }
}
