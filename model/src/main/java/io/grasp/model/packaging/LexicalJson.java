package io.grasp.model.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grasp.model.lexical.LexicalHashing;
import org.jspecify.annotations.Nullable;

/** The {@code lexical} object of {@code grasp.json}, since format 2; missing if no head reads words. */
final class LexicalJson {
    private static final String FIELD = "lexical";

    private LexicalJson() {}

    static void write(ObjectNode manifest, @Nullable LexicalHashing hashing) {
        if (hashing != null) {
            manifest.putObject(FIELD)
                    .put("hash", hashing.hash())
                    .put("seed", hashing.seed())
                    .put("buckets", hashing.buckets())
                    .put("features", hashing.features());
        }
    }

    /** @throws IllegalArgumentException if words are hashed in a way that this program does not know */
    static @Nullable LexicalHashing read(JsonNode manifest) {
        if (!manifest.hasNonNull(FIELD)) {
            return null;
        }
        JsonNode json = manifest.path(FIELD);
        LexicalHashing hashing = new LexicalHashing(
                json.path("hash").asText(),
                json.path("seed").asInt(-1),
                json.path("buckets").asInt(-1),
                json.path("features").asInt(-1));
        if (!hashing.equals(LexicalHashing.CURRENT)) {
            throw new IllegalArgumentException("grasp.json: lexical must be %s but is %s. Upgrade the program."
                    .formatted(LexicalHashing.CURRENT, hashing));
        }
        return hashing;
    }
}
