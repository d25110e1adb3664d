package io.grasp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.lexical.LexicalFeatures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "Grade", "1st", "a b", "../x", "grade\n"})
    void aTaskNameIsPlain(String name) {
        assertThatThrownBy(() -> new Task(name, TaskKind.SINGLE_LABEL, List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Test
    void anInputOfSeveralWindowsIsAnotherOneThanItsFirstWindow() {
        EncodedInput first = new EncodedInput(new int[] {2, 7, 3}, new int[3], 1, 2);
        EncodedInput second = new EncodedInput(new int[] {2, 8, 3}, new int[3], 1, 2);
        EncodedInput both = EncodedInput.ofWindows(List.of(first, second));

        assertThat(first.windows()).containsExactly(first);
        assertThat(EncodedInput.ofWindows(List.of(first))).isEqualTo(first);
        assertThat(both.windows()).containsExactly(first, second);
        assertThat(both).isNotEqualTo(first).isEqualTo(EncodedInput.ofWindows(List.of(first, second)));
        assertThat(both).isNotEqualTo(EncodedInput.ofWindows(List.of(first, first)));
        assertThat(both.toString()).isEqualTo("EncodedInput[2 windows of 3 tokens]");
        EncodedInput longer = new EncodedInput(new int[4], new int[4], 1, 2);
        assertThatThrownBy(() -> EncodedInput.ofWindows(List.of(first, longer)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTaskHasDistinctLabelsToChooseFrom() {
        assertThatThrownBy(() -> new Task("grade", TaskKind.ORDINAL, List.of("good")))
                .hasMessageContaining("at least 2");
        assertThatThrownBy(() -> new Task("grade", TaskKind.MULTI_LABEL, List.of()))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Task("grade", TaskKind.ORDINAL, List.of("a", "a")))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new Task("grade", TaskKind.ORDINAL, List.of("a", " ")))
                .hasMessageContaining("blank");
        assertThat(new Task("grade", TaskKind.MULTI_LABEL, List.of("a")).indexOf("a"))
                .isZero();
        assertThat(new Task("grade", TaskKind.MULTI_LABEL, List.of("a")).indexOf("b"))
                .isEqualTo(-1);
    }

    @Test
    void theContextIsWhatIsGivenOfPromptAndReferenceAnswer() {
        assertThat(ModelInput.answering("Why?", "Because.", "idk").context()).isEqualTo("Why? Because.");
        assertThat(ModelInput.answering(" Why? ", null, "idk").context()).isEqualTo("Why?");
        assertThat(ModelInput.answering(" ", "Because.", "idk").context()).isEqualTo("Because.");
        assertThat(ModelInput.answering(null, null, "idk")).isEqualTo(ModelInput.ofText("idk"));
    }

    @Test
    void whatAStudentWroteIsNotPrinted() {
        assertThat(ModelInput.answering("Why?", null, "a secret").toString()).doesNotContain("secret", "Why");
        assertThat(new EncodedInput(new int[] {4711}, new int[] {0}).toString()).doesNotContain("4711");
    }

    @Test
    void encodedInputsAreEqualByContentAndCannotBeChanged() {
        int[] ids = {1, 2};
        EncodedInput input = new EncodedInput(ids, new int[] {0, 1});
        ids[0] = 9;
        input.tokenIds()[1] = 9;

        assertThat(input).isEqualTo(new EncodedInput(new int[] {1, 2}, new int[] {0, 1}));
        assertThat(input).hasSameHashCodeAs(new EncodedInput(new int[] {1, 2}, new int[] {0, 1}));
        assertThat(input).isNotEqualTo(new EncodedInput(new int[] {1, 2}, new int[] {0, 0}));
        assertThatThrownBy(() -> new EncodedInput(new int[2], new int[1])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalTokensWithOtherWordingAreAnotherInput() {
        EncodedInput tokens = new EncodedInput(new int[] {1, 2}, new int[2]);
        EncodedInput fractions = tokens.withLexical(
                LexicalFeatures.of(ModelInput.ofText("bigger").on("fractions")));

        assertThat(fractions)
                .isNotEqualTo(tokens)
                .isEqualTo(tokens.withLexical(
                        LexicalFeatures.of(ModelInput.ofText("Bigger").on("fractions"))))
                .isNotEqualTo(tokens.withLexical(
                        LexicalFeatures.of(ModelInput.ofText("bigger").on("forces"))));
    }

    @Test
    void theLearningTopicIsNoPartOfTheContext() {
        ModelInput input = ModelInput.answering("Why?", "Because.", "idk").on("forces");

        assertThat(input.learningTopic()).isEqualTo("forces");
        assertThat(input.context()).isEqualTo("Why? Because.");
    }

    @Test
    void equalTokensPartedElsewhereAreAnotherInput() {
        int[] ids = {1, 2, 3};
        int[] types = new int[3];

        assertThat(new EncodedInput(ids, types)).isEqualTo(new EncodedInput(ids, types, 0, 3));
        assertThat(new EncodedInput(ids, types, 1, 3))
                .isEqualTo(new EncodedInput(ids, types, 1, 3))
                .isNotEqualTo(new EncodedInput(ids, types, 2, 3))
                .isNotEqualTo(new EncodedInput(ids, types, 1, 2));
    }

    @Test
    void aTextStandsWithinItsInput() {
        for (int[] range : new int[][] {{-1, 1}, {2, 1}, {0, 4}}) {
            assertThatThrownBy(() -> new EncodedInput(new int[3], new int[3], range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from token %d to %d of 3".formatted(range[0], range[1]));
        }
    }

    @Test
    void aPredictionFitsItsTask() {
        Task task = new Task("grade", TaskKind.SINGLE_LABEL, List.of("a", "b"));
        List<LabelScore> scores = List.of(new LabelScore("a", 0.7), new LabelScore("b", 0.3));
        assertThatThrownBy(() -> new TaskPrediction(task, scores.subList(0, 1), List.of("a"), false))
                .hasMessageContaining("one score a label");
        assertThatThrownBy(() -> new TaskPrediction(task, scores, List.of("c"), false))
                .hasMessageContaining("[c]");
        assertThatThrownBy(() -> new TaskPrediction(task, scores, List.of("a"), true))
                .hasMessageContaining("abstained");
        assertThatThrownBy(() -> new LabelScore("a", Double.NaN)).hasMessageContaining("[0, 1]");

        TaskPrediction prediction = new TaskPrediction(task, scores, List.of("a"), false);
        assertThat(new Prediction(List.of(prediction)).task("grade")).contains(prediction);
        assertThat(new Prediction(List.of(prediction)).task("level")).isEmpty();
        assertThatThrownBy(() -> new Prediction(List.of(prediction, prediction)))
                .hasMessageContaining("twice");
    }

    @Test
    void versionsSortByAge() {
        assertThat(ModelVersion.FIRST.next()).hasToString("v000002").isGreaterThan(ModelVersion.FIRST);
        assertThat(new ModelVersion("v000009").next()).isEqualTo(new ModelVersion("v000010"));
        assertThatThrownBy(() -> new ModelVersion("v42")).hasMessageContaining("'v42'");
    }
}
