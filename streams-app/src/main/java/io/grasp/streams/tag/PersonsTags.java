package io.grasp.streams.tag;

import io.grasp.events.Resource;
import io.grasp.model.ModelVersion;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a person, and no model, has set of a resource's level and tags.
 *
 * @param level null if no person set it
 * @param by who, by the name in {@code taggedBy}; null if it was the author
 */
record PersonsTags(
        @Nullable String level,
        Map<String, String> tags,
        @Nullable String by) {
    static final PersonsTags NONE = new PersonsTags(null, Map.of(), null);
    static final String LEVEL = "level";
    private static final String TAG = "tags.";

    PersonsTags {
        tags = Map.copyOf(tags);
    }

    /** Of a resource that a model tagged, a person set what stands there without a confidence. */
    static PersonsTags of(Resource resource) {
        if (!isModel(resource.getTaggedBy())) {
            return new PersonsTags(resource.getLevel(), resource.getTags(), resource.getTaggedBy());
        }
        Map<String, Double> byModel = resource.getConfidences();
        return new PersonsTags(
                byModel.containsKey(LEVEL) ? null : resource.getLevel(),
                resource.getTags().entrySet().stream()
                        .filter(tag -> !byModel.containsKey(confidenceKey(tag.getKey())))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                null);
    }

    /** These, and of the earlier ones what these leave open. */
    PersonsTags orElse(PersonsTags earlier) {
        Map<String, String> both = new TreeMap<>(earlier.tags);
        both.putAll(tags);
        return new PersonsTags(
                Optional.ofNullable(level).orElse(earlier.level),
                both,
                Optional.ofNullable(by).orElse(earlier.by));
    }

    static String confidenceKey(String tag) {
        return TAG + tag;
    }

    /** Models are named as in {@code grasp v000007}. */
    private static boolean isModel(@Nullable String taggedBy) {
        return taggedBy != null && ModelVersion.matches(taggedBy.substring(taggedBy.lastIndexOf(' ') + 1));
    }
}
