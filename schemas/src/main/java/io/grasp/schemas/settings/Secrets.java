package io.grasp.schemas.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Which settings are never shown. */
final class Secrets {
    static final String HIDDEN = "…";
    private static final List<String> WORDS =
            List.of("password", "secret", "jaas", "token", "credential", "user.info", "keystore.key");

    private Secrets() {}

    static String shown(String key, String value) {
        String lowerCase = key.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lowerCase::contains) ? HIDDEN : value;
    }

    static Map<String, String> shown(Map<String, String> settings) {
        Map<String, String> shown = new TreeMap<>();
        settings.forEach((key, value) -> shown.put(key, shown(key, value)));
        return shown;
    }
}
