package io.grasp.streams;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import io.grasp.events.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds catalog entries; a test names only what it is about. */
public final class ACatalog {
    private ACatalog() {}

    public static Misconception misconception(String id, String name) {
        return misconception(id, name, "fractions.addition");
    }

    public static Misconception misconception(String id, String name, String learningTopic) {
        return Misconception.newBuilder()
                .setMisconceptionId(id)
                .setLearningTopic(learningTopic)
                .setName(name)
                .setExplanation("Why students believe it")
                .setFeedback("Feedback on " + id)
                .setFeedbackByLanguage(Map.of("de", "Rückmeldung"))
                .setUpdatedAt(AnInteraction.NOON)
                .build();
    }

    public static AResource resource(String id, String level) {
        return new AResource(id, level);
    }

    /** A resource that nobody has tagged. */
    public static AResource submission(String id) {
        return new AResource(id, null);
    }

    /** Builds a resource on the default learning topic. */
    public static final class AResource {
        private final Resource.Builder builder = Resource.newBuilder();

        private AResource(String id, @Nullable String level) {
            builder.setResourceId(id)
                    .setTitle("Title of " + id)
                    .setDescription("What it is about")
                    .setKind(ResourceKind.EXPLANATION)
                    .setLearningTopic("fractions.addition")
                    .setLevel(level)
                    .setUpdatedAt(AnInteraction.NOON);
        }

        public AResource addressing(String misconception) {
            builder.setMisconceptions(List.of(misconception));
            return this;
        }

        public AResource titled(String title) {
            builder.setTitle(title);
            return this;
        }

        public AResource describedAs(String description) {
            builder.setDescription(description);
            return this;
        }

        public AResource after(String... prerequisites) {
            builder.setPrerequisites(List.of(prerequisites));
            return this;
        }

        public AResource in(String language) {
            builder.setLanguage(language);
            return this;
        }

        public AResource on(String learningTopic) {
            builder.setLearningTopic(learningTopic);
            return this;
        }

        public AResource with(Map<String, String> tags) {
            builder.setTags(tags);
            return this;
        }

        public AResource taggedBy(String modelOrPerson) {
            builder.setTaggedBy(modelOrPerson);
            return this;
        }

        public AResource surely(Map<String, Double> confidences) {
            builder.setConfidences(confidences);
            return this;
        }

        public AResource updated(Instant updatedAt) {
            builder.setUpdatedAt(updatedAt);
            return this;
        }

        public Resource build() {
            return builder.build();
        }
    }
}
