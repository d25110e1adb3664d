package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.events.ErasureRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.schemas.Decoded;

/** What the decide step learns of a student, keyed by student. */
public sealed interface Evidence {
    record Classified(Classification classification) implements Evidence {}

    /** A teacher's label; the texts in it are not read. */
    record Labelled(LabeledInteraction label) implements Evidence {}

    record Erased(ErasureRequest request) implements Evidence {}

    record Unreadable(Decoded.Undecodable<?> bytes) implements Evidence {}

    static Evidence ofClassification(Decoded<Classification> decoded) {
        return decoded instanceof Decoded.Value<Classification> value
                ? new Classified(value.value())
                : new Unreadable((Decoded.Undecodable<?>) decoded);
    }

    static Evidence ofErasure(Decoded<ErasureRequest> decoded) {
        return decoded instanceof Decoded.Value<ErasureRequest> value
                ? new Erased(value.value())
                : new Unreadable((Decoded.Undecodable<?>) decoded);
    }
}
