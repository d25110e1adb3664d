package io.grasp.streams.decide;

import io.grasp.schemas.CompositeKey;
import java.util.List;

/**
 * One student on one learning topic: what state is kept of.
 *
 * @param key of that state, made once, since several stores are asked with it
 */
record Learner(String studentId, String learningTopic, String key) {
    Learner(String studentId, String learningTopic) {
        this(studentId, learningTopic, CompositeKey.of(studentId, learningTopic));
    }

    static Learner of(String key) {
        List<String> parts = CompositeKey.parts(key);
        return new Learner(parts.get(0), parts.get(1), key);
    }

    /** What the keys of a student begin with. */
    static String keysOf(String studentId) {
        return CompositeKey.of(studentId, "");
    }
}
