package io.grasp.model.lexical;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.ModelInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The stored cases were made in Python, from the Javadoc of {@link LexicalFeatures} and scikit-learn's
 * {@code murmurhash3_32}. Published packages depend on them: a change needs a new version of the rules.
 */
class LexicalFeaturesTest {
    private static final Path CASES = Path.of("src/test/resources/lexical/features-1.json");

    private static JsonNode cases() throws IOException {
        return new ObjectMapper().readTree(CASES.toFile());
    }

    @Test
    void hashesAreThoseOfMurmur3() throws IOException {
        JsonNode cases = cases().path("murmur3_x86_32");
        assertThat(cases).hasSizeGreaterThan(5);
        for (JsonNode example : cases) {
            byte[] bytes = example.path("text").asText().getBytes(StandardCharsets.UTF_8);
            assertThat(MurmurHash3.hash(bytes, example.path("seed").asInt()))
                    .isEqualTo(example.path("hash").asInt());
        }
    }

    @Test
    void anInputHasTheFeaturesThatTheRulesSay() throws IOException {
        JsonNode cases = cases().path("inputs");
        assertThat(cases).hasSizeGreaterThan(5);
        for (JsonNode example : cases) {
            LexicalFeatures features = LexicalFeatures.of(new ModelInput(
                    example.path("prompt").asText(),
                    example.path("reference_answer").asText(),
                    example.path("learning_topic").asText(),
                    example.path("text").asText()));
            JsonNode expected = example.path("features");
            assertThat(features.size()).isEqualTo(expected.size());
            for (int i = 0; i < features.size(); i++) {
                assertThat(features.bucket(i))
                        .isEqualTo(expected.path(i).path(0).asInt());
                assertThat(features.value(i))
                        .isEqualTo((float) expected.path(i).path(1).asDouble());
            }
        }
    }

    @Test
    void caseWidthAndSpacingDoNotMatter() {
        assertThat(LexicalFeatures.of(ModelInput.ofText("ＩＴ  Glows,\nbrightly")))
                .isEqualTo(LexicalFeatures.of(ModelInput.ofText("it glows , brightly")))
                .hasSameHashCodeAs(LexicalFeatures.of(ModelInput.ofText("it glows , brightly")));
    }

    @Test
    void theOrderOfWordsMatters() {
        assertThat(LexicalFeatures.of(ModelInput.ofText("not closed but open")))
                .isNotEqualTo(LexicalFeatures.of(ModelInput.ofText("not open but closed")));
    }

    @Test
    void theSameWordsMeanOtherThingsOnAnotherLearningTopic() {
        ModelInput input = ModelInput.ofText("it flows");
        assertThat(LexicalFeatures.of(input.on("circuits.current")))
                .isNotEqualTo(LexicalFeatures.of(input.on("rivers")))
                .isNotEqualTo(LexicalFeatures.of(input));
    }

    @Test
    void aPromptAndAReferenceAnswerAreNotTheSame() {
        assertThat(LexicalFeatures.of(ModelInput.answering("the gap", null, "a gap")))
                .isNotEqualTo(LexicalFeatures.of(ModelInput.answering(null, "the gap", "a gap")));
    }

    @Test
    void whatAStudentWroteIsNotShown() {
        assertThat(LexicalFeatures.of(ModelInput.ofText("a secret")).toString()).isEqualTo("LexicalFeatures[5]");
        assertThat(LexicalFeatures.NONE.size()).isZero();
    }
}
