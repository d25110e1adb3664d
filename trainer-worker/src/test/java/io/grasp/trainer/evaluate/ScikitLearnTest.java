package io.grasp.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.metrics.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures in scores.json are those of scikit-learn; make_scores.py beside it made them. */
class ScikitLearnTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> cases() throws IOException {
        try (InputStream file = Objects.requireNonNull(ScikitLearnTest.class.getResourceAsStream("scores.json"))) {
            return StreamSupport.stream(JSON.readTree(file).get("cases").spliterator(), false)
                    .map(made -> Arguments.of(made.get("name").asText(), made));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyFigureIsThatOfScikitLearnOverallAndPerLearningTopic(String name, JsonNode made) {
        Task task = new Task("task", TaskKind.valueOf(made.get("kind").asText()), texts(made.get("labels")));
        List<Outcome> outcomes = new ArrayList<>();
        made.get("rows").forEach(row -> outcomes.add(outcome(task, row, outcomes.size())));

        JsonNode figures = JSON.valueToTree(TaskEvaluation.of(task, outcomes).toMap());
        assertAlike(name, figures, made.get("expected"));
    }

    private static Outcome outcome(Task task, JsonNode row, int number) {
        List<LabelScore> scores = new ArrayList<>();
        for (String label : task.labels()) {
            scores.add(new LabelScore(
                    label, row.get("probabilities").get(scores.size()).asDouble()));
        }
        return new Outcome(
                "i-" + number,
                row.get("learning_topic").asText(),
                Set.copyOf(texts(row.get("truth"))),
                Set.copyOf(texts(row.get("decided"))),
                row.get("abstained").asBoolean(),
                scores);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void assertAlike(String where, JsonNode actual, JsonNode expected) {
        if (expected.isNumber()) {
            assertThat(actual.asDouble()).as(where).isCloseTo(expected.asDouble(), within(1e-9));
        } else if (expected.isObject()) {
            assertThat(names(actual)).as(where).isEqualTo(names(expected));
            names(expected).forEach(name -> assertAlike(where + "/" + name, actual.get(name), expected.get(name)));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertAlike(where + "/" + i, actual.get(i), expected.get(i));
            }
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }
}
