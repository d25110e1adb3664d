package io.grasp.streams.request;

import java.util.List;

/**
 * Why a label would teach the model something.
 *
 * @param weight how much, compared with others: 0 to 1
 * @param reason in a sentence for a teacher
 * @param tasks what to label it for
 */
record Doubt(double weight, String reason, List<String> tasks) {
    Doubt {
        tasks = List.copyOf(tasks);
    }
}
