package io.grasp.streams.decide;

import io.grasp.schemas.CompositeKey;

/** One student on one learning topic: what state is kept of. */
record Learner(String studentId, String learningTopic) {
    String key() {
        return CompositeKey.of(studentId, learningTopic);
    }

    static Learner of(String key) {
        return new Learner(
                CompositeKey.parts(key).get(0), CompositeKey.parts(key).get(1));
    }

    /** What the keys of a student begin with. */
    static String keysOf(String studentId) {
        return CompositeKey.of(studentId, "");
    }
}
