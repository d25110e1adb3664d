package io.grasp.quickstart.timeline;

import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a timeline is wanted. What is about the student as a whole belongs to every learning topic.
 *
 * @param from inclusive
 * @param until exclusive
 */
record Scope(Optional<String> learningTopic, Instant from, Instant until) {
    static final Scope ALL = new Scope(Optional.empty(), Instant.MIN, Instant.MAX);

    boolean includes(Moment moment) {
        boolean isOnTopic = learningTopic.isEmpty()
                || moment.learningTopic().isEmpty()
                || moment.learningTopic().equals(learningTopic);
        return isOnTopic && !moment.at().isBefore(from) && moment.at().isBefore(until);
    }
}
