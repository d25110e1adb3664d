package io.grasp.learner.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Times and numbers as tutors read them. */
final class Words {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    static String when(Instant at) {
        return MINUTE.format(at);
    }

    static String span(Duration duration) {
        if (duration.toDays() > 0 && duration.toHoursPart() == 0 && duration.toMinutesPart() == 0) {
            return count(duration.toDays(), "day");
        }
        return duration.toMinutesPart() == 0
                ? count(duration.toHours(), "hour")
                : count(duration.toMinutes(), "minute");
    }

    static String percent(double probability) {
        return Math.round(100 * probability) + " %";
    }

    static String anyOf(Set<String> words) {
        return String.join(" or ", new TreeSet<>(words));
    }

    private static String count(long number, String unit) {
        return number == 1 ? "1 " + unit : number + " " + unit + "s";
    }
}
