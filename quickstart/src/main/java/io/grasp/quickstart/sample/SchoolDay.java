package io.grasp.quickstart.sample;

import io.grasp.trainer.dataset.LabeledRow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One day at school: a lesson hour for each learning topic, in which the students write one after the other. What
 * teachers label for models to learn from was written at the same hour of the day before.
 */
public final class SchoolDay {
    private static final LocalTime BEGIN = LocalTime.of(9, 0);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LESSON = Duration.ofMinutes(50);

    private final LocalDate date;
    private final ZoneId zone;

    public SchoolDay(LocalDate date, ZoneId zone) {
        this.date = date;
        this.zone = zone;
    }

    /** The curriculum, with each answer at a time of its day; the rows keep their order. */
    public Curriculum of(Curriculum curriculum) {
        Map<String, Integer> answers = new LinkedHashMap<>();
        curriculum.lessons().stream()
                .flatMap(lesson -> lesson.rows().stream())
                .forEach(row -> answers.merge(row.learningTopic(), 1, Integer::sum));
        Map<String, LessonHour> timetable = new HashMap<>();
        answers.forEach((learningTopic, count) -> timetable.put(
                learningTopic,
                new LessonHour(begin().plus(HOUR.multipliedBy(timetable.size())), LESSON.dividedBy(count))));
        return new Curriculum(
                curriculum.scheme(),
                curriculum.lessons().stream()
                        .map(lesson -> new Lesson(lesson.title(), timed(lesson.rows(), timetable), DAY))
                        .toList(),
                curriculum.misconceptions(),
                curriculum.resources());
    }

    private Instant begin() {
        return date.minusDays(1).atTime(BEGIN).atZone(zone).toInstant();
    }

    private static List<LabeledRow> timed(List<LabeledRow> rows, Map<String, LessonHour> timetable) {
        return rows.stream()
                .map(row -> row.at(Objects.requireNonNull(timetable.get(row.learningTopic()))
                        .next()))
                .toList();
    }

    /** When the answers of one lesson are written. */
    private static final class LessonHour {
        private Instant next;
        private final Duration between;

        LessonHour(Instant begin, Duration between) {
            this.next = begin;
            this.between = between;
        }

        Instant next() {
            Instant now = next;
            next = next.plus(between);
            return now;
        }
    }
}
