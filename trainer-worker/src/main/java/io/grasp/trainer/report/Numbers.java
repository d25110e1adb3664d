package io.grasp.trainer.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** How numbers are written for people, the same wherever they read them. */
final class Numbers {
    private Numbers() {}

    static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** Nothing where there is no figure. */
    static String figure(OptionalDouble value) {
        return value.isPresent() ? figure(value.getAsDouble()) : "";
    }

    /** Few digits of something that may be very small, such as a learning rate. */
    static String small(double value) {
        return value == 0 ? "0" : Math.abs(value) >= 0.01 ? figure(value) : String.format(Locale.ROOT, "%.2e", value);
    }

    /** As many digits as an axis needs. */
    static String tick(double value) {
        return new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    static String rate(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3)
                : seconds < 3600
                        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                        : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }
}
