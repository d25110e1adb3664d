package io.grasp.model.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.InteractionModel;
import io.grasp.model.LabelScore;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.model.TaskPrediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packages that released formats wrote. They lie in users' stores, so they must stay readable and predict what they
 * predicted; a new format adds a directory here and changes none.
 */
class PackageGoldenTest {
    private static final Path PACKAGES = Path.of("src/test/resources/packages");
    private static final double SAME = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"format-1", "format-2", "format-2-lexical", "format-3", "format-4", "format-5"})
    void aPackageOfAReleasedFormatStillPredictsTheSame(String format) throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(PACKAGES.resolve(format + ".expected.json").toFile());
        try (InteractionModel model = InteractionModel.open(PACKAGES.resolve(format))) {
            assertThat(model.checksum()).isEqualTo(expected.path("checksum").asText());
            for (JsonNode example : expected.path("examples")) {
                ModelInput input = new ModelInput(
                                example.path("context").asText(),
                                example.path("text").asText())
                        .on(example.path("learning_topic").asText());
                Prediction prediction =
                        model.predict(List.of(model.encode(input))).get(0);
                assertThat(prediction.tasks()).hasSize(3).allSatisfy(task -> assertSame(task, example));
                assertThat(model.exitEarly(model.encode(input)).isPresent())
                        .isEqualTo(example.path("exits_early").asBoolean(false));
            }
        }
    }

    private static void assertSame(TaskPrediction prediction, JsonNode example) {
        JsonNode expected = example.path("tasks").path(prediction.task().name());
        for (LabelScore score : prediction.scores()) {
            assertThat(score.probability())
                    .isCloseTo(
                            expected.path("probabilities").path(score.label()).asDouble(-1), within(SAME));
        }
        assertThat(prediction.decided())
                .containsExactly(new ObjectMapper().convertValue(expected.path("decided"), String[].class));
    }
}
