package io.grasp.streams.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.streams.serving.TestModels.Counting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberingClassifierTest {
    @TempDir
    Path scratch;

    @Test
    void aRepeatedTextIsAnsweredFromMemory() {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 1));
        try (RememberingClassifier remembering = new RememberingClassifier(counting, 100)) {
            List<EncodedInput> batch = encoded(remembering, "one", "two");

            List<Prediction> first = remembering.predict(batch);
            List<Prediction> again = remembering.predict(batch);

            assertThat(again).isEqualTo(first);
            assertThat(counting.texts).hasValue(2);
        }
    }

    /** The key is what the model reads, so what it reads alike is one text, and nothing else is. */
    @Test
    void aTextThatDiffersInCaseAndSpacingOnlyIsTheSameToAModelThatReadsNeither() {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 1));
        try (RememberingClassifier remembering = new RememberingClassifier(counting, 100)) {
            List<Prediction> answers =
                    remembering.predict(encoded(remembering, "one two.", " One\tTWO .", "two one.", "one two"));

            assertThat(answers.get(1)).isEqualTo(answers.get(0));
            assertThat(counting.texts).hasValue(3);
        }
    }

    @Test
    void aTextThatABatchHoldsTwiceIsComputedOnceAndKeepsItsPlaces() {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 1));
        try (RememberingClassifier remembering = new RememberingClassifier(counting, 100)) {
            List<Prediction> answers = remembering.predict(encoded(remembering, "one", "two", "one", "three"));

            assertThat(answers).hasSize(4);
            assertThat(answers.get(0)).isEqualTo(answers.get(2));
            assertThat(answers.get(1)).isNotEqualTo(answers.get(0));
            assertThat(counting.texts).hasValue(3);
        }
    }

    @Test
    void anEssayTakesAsMuchRoomInMemoryAsItsWindows() {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 1));
        try (RememberingClassifier remembering = new RememberingClassifier(counting, 3)) {
            List<EncodedInput> essay = encoded(remembering, "light and water ".repeat(500));
            List<EncodedInput> shorter = encoded(remembering, "idk");

            remembering.predict(essay);
            remembering.predict(essay);
            assertThat(counting.texts).hasValue(2);

            remembering.predict(shorter);
            remembering.predict(shorter);
            assertThat(counting.texts).hasValue(3);
        }
    }

    @Test
    void theSameWordsUnderAnotherPromptAreAnotherText() {
        Counting counting = new Counting(TestModels.tiny(scratch, 1, 1));
        try (RememberingClassifier remembering = new RememberingClassifier(counting, 100)) {
            remembering.predict(List.of(remembering.encode(ModelInput.ofText("yes"))));
            remembering.predict(List.of(remembering.encode(ModelInput.answering("is it", null, "yes"))));

            assertThat(counting.texts).hasValue(2);
        }
    }

    @Test
    void theSameWordsOnAnotherLearningTopicAreAnotherTextForAModelThatReadsWords() {
        ModelInput known = ModelInput.ofText("it flows").on("circuits");
        Counting counting = new Counting(TestModels.tinyThatReadsWords(scratch, 1, 1, known));
        try (RememberingClassifier remembering = new RememberingClassifier(counting, 100)) {
            Prediction first =
                    remembering.predict(List.of(remembering.encode(known))).get(0);
            Prediction second = remembering
                    .predict(List.of(remembering.encode(known.on("rivers"))))
                    .get(0);

            assertThat(counting.texts).hasValue(2);
            assertThat(first).isNotEqualTo(second);
            assertThat(remembering.predict(List.of(remembering.encode(known)))).containsExactly(first);
            assertThat(counting.texts).hasValue(2);
        }
    }

    private static List<EncodedInput> encoded(TextClassifier classifier, String... texts) {
        return Stream.of(texts).map(ModelInput::ofText).map(classifier::encode).toList();
    }
}
