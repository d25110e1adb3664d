package io.grasp.quickstart.sample;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import io.grasp.trainer.dataset.TaskScheme;
import java.util.List;

/**
 * What a run of the quickstart is about.
 *
 * @param scheme the tasks that the rows are labelled for
 * @param lessons in the order in which teachers label them; at least one
 * @param misconceptions the content team's catalog; may be empty
 * @param resources the content team's catalog; may be empty
 */
public record Curriculum(
        TaskScheme scheme, List<Lesson> lessons, List<Misconception> misconceptions, List<Resource> resources) {
    public Curriculum {
        lessons = List.copyOf(lessons);
        misconceptions = List.copyOf(misconceptions);
        resources = List.copyOf(resources);
        if (lessons.isEmpty()) {
            throw new IllegalArgumentException("A curriculum needs a lesson");
        }
    }

    /** A curriculum of one lesson, without catalogs: a user's own file. */
    public static Curriculum of(TaskScheme scheme, Lesson lesson) {
        return new Curriculum(scheme, List.of(lesson), List.of(), List.of());
    }
}
