package io.grasp.quickstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.dataset.LabeledRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchoolDayTest {
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");

    @TempDir
    private Path scratch;

    private Stream<Lesson> lessons() {
        SchoolDay tuesday = new SchoolDay(LocalDate.of(2026, 3, 3), ZoneOffset.UTC);
        return tuesday.of(new ShippedSample(scratch).read()).lessons().stream();
    }

    private List<LabeledRow> rowsOf(String learningTopic) {
        return lessons()
                .flatMap(lesson -> lesson.rows().stream())
                .filter(row -> row.learningTopic().equals(learningTopic))
                .toList();
    }

    private static Instant time(LabeledRow row) {
        return Objects.requireNonNull(row.time());
    }

    @Test
    void theFirstLessonOfTheDayBeforeBeginsAtNine() {
        assertThat(time(rowsOf("fractions.addition").get(0))).isEqualTo(NINE);
    }

    @Test
    void answersOfALessonFollowEachOtherAndEndBeforeTheNextBegins() {
        List<Instant> times =
                rowsOf("equations.linear").stream().map(SchoolDayTest::time).toList();

        assertThat(times).isSorted().doesNotHaveDuplicates();
        assertThat(times.get(0)).isEqualTo(NINE.plusSeconds(3600));
        assertThat(times.get(times.size() - 1))
                .isBefore(time(rowsOf("circuits.current").get(0)));
    }

    @Test
    void theNewLearningTopicIsTheLastOfTheDay() {
        assertThat(time(rowsOf("physics.forces").get(0))).isEqualTo(NINE.plusSeconds(4 * 3600));
    }

    @Test
    void whatNoModelLearnsFromIsWrittenADayAfterWhatTeachersLabelled() {
        Lesson first = lessons().findFirst().orElseThrow();
        Map<String, Instant> labelled =
                first.rows().stream().collect(Collectors.toMap(LabeledRow::id, SchoolDayTest::time));

        assertThat(first.heldOut())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(time(row).minusSeconds(86_400)).isEqualTo(labelled.get(row.id())));
    }
}
