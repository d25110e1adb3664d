package io.grasp.streams.tag;

import io.grasp.events.Resource;
import io.grasp.schemas.DeadLetter;

/** What the tag step makes of a submission: never null and never an exception. */
public sealed interface TagOutcome {
    record Tagged(Resource resource) implements TagOutcome {}

    record Rejected(DeadLetter letter) implements TagOutcome {}
}
