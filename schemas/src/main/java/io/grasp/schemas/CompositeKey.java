package io.grasp.schemas;

import java.util.Arrays;
import java.util.List;

/**
 * Keys made of several parts, joined by {@code /}; within a part {@code %} is written {@code %25} and {@code /}
 * {@code %2F}. A string and not a record, because compaction compares bytes: the same key must be the same bytes for
 * ever, which no evolving schema promises.
 */
public final class CompositeKey {
    private CompositeKey() {}

    public static String of(String... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("A key needs at least one part");
        }
        StringBuilder key = new StringBuilder(escaped(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            key.append('/').append(escaped(parts[i]));
        }
        return key.toString();
    }

    /** The parts that {@link #of} joined; a {@code %} that it did not write is an error. */
    public static List<String> parts(String key) {
        return Arrays.stream(key.split("/", -1)).map(CompositeKey::decode).toList();
    }

    private static String escaped(String part) {
        return part.replace("%", "%25").replace("/", "%2F");
    }

    private static String decode(String part) {
        String decoded = part.replace("%2F", "/").replace("%25", "%");
        if (!escaped(decoded).equals(part)) {
            throw new IllegalArgumentException(
                    "Not a composite key: a percent sign is followed by neither 25 nor 2F. Build keys with"
                            + " CompositeKey.of");
        }
        return decoded;
    }
}
