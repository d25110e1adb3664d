package io.grasp.quickstart.sample;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import io.grasp.trainer.dataset.LabeledRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sample is what most people see of Grasp first, so it must be whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedSampleTest {
    private Curriculum curriculum;
    private List<LabeledRow> answers;

    @BeforeAll
    void read(@TempDir Path scratch) {
        curriculum = new ShippedSample(scratch).read();
        answers = curriculum.lessons().stream()
                .flatMap(lesson -> lesson.rows().stream())
                .toList();
    }

    @Test
    void thereIsEnoughToLearnFrom() {
        assertThat(answers).hasSizeGreaterThanOrEqualTo(1000);
        assertThat(answers).extracting(LabeledRow::id).doesNotHaveDuplicates();
        assertThat(curriculum.resources()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void everyLearningTopicHasAllLevelsAnEngagementForEachAnswerAndFiveMisconceptions() {
        Map<String, List<LabeledRow>> byTopic = answers.stream().collect(groupingBy(LabeledRow::learningTopic));

        assertThat(byTopic).hasSizeGreaterThanOrEqualTo(4);
        assertThat(byTopic).allSatisfy((learningTopic, rows) -> {
            assertThat(labels(rows, "comprehension")).containsExactlyInAnyOrder("novice", "intermediate", "advanced");
            assertThat(labels(rows, "misconception")).hasSizeGreaterThanOrEqualTo(5);
            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.labelsFor("engagement")).hasSize(1));
        });
    }

    @Test
    void someStudentsHandInNothing() {
        assertThat(curriculum.lessons()).flatExtracting(Lesson::blank).isNotEmpty();
    }

    @Test
    void catalogsAndAnswersNameTheSameThings() {
        Set<String> misconceptions = curriculum.misconceptions().stream()
                .map(Misconception::getMisconceptionId)
                .collect(toSet());
        Set<String> resources =
                curriculum.resources().stream().map(Resource::getResourceId).collect(toSet());

        assertThat(labels(answers, "misconception")).isEqualTo(misconceptions);
        assertThat(curriculum.misconceptions()).allSatisfy(misconception -> {
            assertThat(misconception.getFeedback()).isNotBlank();
            assertThat(resources).containsAll(misconception.getResourceIds());
        });
        assertThat(curriculum.resources())
                .allSatisfy(resource -> assertThat(misconceptions).containsAll(resource.getMisconceptions()));
    }

    @Test
    void everyMisconceptionIsTaughtAndEnoughAnswersAreHeldBack() {
        Set<String> streamed = curriculum.lessons().stream()
                .flatMap(lesson -> lesson.heldOut().stream())
                .map(LabeledRow::id)
                .collect(toSet());
        List<LabeledRow> taught =
                answers.stream().filter(row -> !streamed.contains(row.id())).toList();

        assertThat(labels(taught, "misconception")).isEqualTo(labels(answers, "misconception"));
        assertThat(streamed).hasSizeGreaterThan(200);
    }

    @Test
    void learningTopicsTakeTurnsWhenAnswersAreStreamed() {
        List<String> first = curriculum.lessons().get(0).heldOut().stream()
                .map(LabeledRow::learningTopic)
                .limit(8)
                .toList();

        assertThat(first.subList(0, 4)).doesNotHaveDuplicates().isEqualTo(first.subList(4, 8));
    }

    private static Set<String> labels(List<LabeledRow> rows, String task) {
        return rows.stream().flatMap(row -> row.labelsFor(task).stream()).collect(toSet());
    }
}
