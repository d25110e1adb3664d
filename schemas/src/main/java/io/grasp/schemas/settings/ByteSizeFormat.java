package io.grasp.schemas.settings;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512}, {@code 512B}, {@code 64KiB}, {@code 64MiB} or {@code 2GiB}. */
final class ByteSizeFormat {
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|KiB|MiB|GiB|)");
    private static final Map<String, Long> UNITS =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private ByteSizeFormat() {}

    static long parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        try {
            if (matcher.matches()) {
                return Math.multiplyExact(Long.parseLong(matcher.group(1)), UNITS.getOrDefault(matcher.group(2), 1L));
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the size is larger than can be counted; write one such as 64MiB", e);
        }
        throw new IllegalArgumentException("write a size such as 4096, 512KiB, 64MiB or 2GiB");
    }
}
