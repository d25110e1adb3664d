package io.grasp.streams.tag;

import io.grasp.events.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a submission must be like to be tagged. Each refusal names the cure.
 *
 * @param mostBytes the largest resource that its Kafka topic takes
 */
record SubmissionRules(int mostBytes) {
    private static final int ROOM_FOR_TAGS = 64 * 1024;

    /** Returns why this submission is refused, or empty if it is accepted. */
    Optional<String> refusal(byte @Nullable [] key, byte[] value, Resource submission) {
        if (submission.getResourceId().isBlank()) {
            return Optional.of("resourceId is blank; give every resource an id of its own");
        }
        if (key == null || !Arrays.equals(key, submission.getResourceId().getBytes(StandardCharsets.UTF_8))) {
            return Optional.of("the record's key is not its resourceId; key submissions by resource id");
        }
        if (submission.getLearningTopic().isBlank()) {
            return Optional.of("learningTopic is blank; say what the resource teaches");
        }
        if (submission.getTitle().isBlank() && submission.getDescription().isBlank()) {
            return Optional.of("title and description are blank; there is nothing to tag by");
        }
        if (value.length > mostBytes - ROOM_FOR_TAGS) {
            return Optional.of("the record has %d bytes, and tags need room: shorten it to %d"
                    .formatted(value.length, mostBytes - ROOM_FOR_TAGS));
        }
        return Optional.empty();
    }
}
