package io.grasp.trainer.drift;

import io.grasp.events.Evaluation;
import io.grasp.schemas.Decoded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last fall of each task and learning topic. For one thread. */
final class FallsSoFar {
    private record Place(String task, String learningTopic) {}

    private final Map<Place, AgreementFall> latest = new HashMap<>();

    /** What cannot be read, or says that a version is no longer evaluated, changes nothing. */
    void take(@Nullable Decoded<Evaluation> decoded) {
        if (decoded instanceof Decoded.Value<Evaluation> evaluation) {
            AgreementFall.in(evaluation.value())
                    .ifPresent(fall -> latest.merge(
                            new Place(fall.task(), fall.learningTopic()),
                            fall,
                            (known, other) -> other.detectedAt().isAfter(known.detectedAt()) ? other : known));
        }
    }

    List<AgreementFall> all() {
        return List.copyOf(latest.values());
    }
}
