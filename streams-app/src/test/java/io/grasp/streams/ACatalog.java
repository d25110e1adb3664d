package io.grasp.streams;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import io.grasp.events.ResourceKind;
import java.util.List;
import java.util.Map;

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

    /** Builds a resource on the default learning topic. */
    public static final class AResource {
        private final Resource.Builder builder = Resource.newBuilder();

        private AResource(String id, String level) {
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

        public Resource build() {
            return builder.build();
        }
    }
}
