package io.grasp.streams.serving;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.schemas.CompositeKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version of one model is the champion: the last in the order of the log that was declared one and not withdrawn
 * since. So promoting a version and going back to an older one are one record each. Lives on one thread.
 */
final class Championship {
    private final String modelName;
    private final Map<String, ModelVersion> declared = new LinkedHashMap<>();

    Championship(String modelName) {
        this.modelName = modelName;
    }

    void hear(String key, @Nullable ModelVersion announcement) {
        if (!CompositeKey.parts(key).get(0).equals(modelName)) {
            return;
        }
        // Removed first, so that a version which is declared again moves to the end.
        declared.remove(key);
        if (announcement != null && announcement.getStatus() == ModelStatus.CHAMPION) {
            declared.put(key, announcement);
        }
    }

    Optional<ModelVersion> champion() {
        return declared.values().stream().reduce((earlier, later) -> later);
    }
}
