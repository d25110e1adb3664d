package io.grasp.schemas.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d} or ISO-8601. */
final class DurationFormat {
    private static final Pattern SHORT = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private DurationFormat() {}

    static Duration parse(String text) {
        try {
            Matcher matcher = SHORT.matcher(text);
            Duration duration = matcher.matches()
                    ? UNITS.getOrDefault(matcher.group(2), Duration.ZERO).multipliedBy(Long.parseLong(matcher.group(1)))
                    : Duration.parse(text);
            // Kafka and timers count in milliseconds, so a longer one could only overflow later.
            if (duration.isNegative() || duration.toMillis() < 0) {
                throw new IllegalArgumentException("a duration cannot be negative");
            }
            return duration;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("write a duration such as 250ms, 10s, 5m, 2h, 1d or PT1H30M", e);
        }
    }
}
