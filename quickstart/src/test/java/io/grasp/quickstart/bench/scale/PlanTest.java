package io.grasp.quickstart.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private final Point base = Point.base(2, 1, 4);

    private Plan plan(String... dimensions) {
        return new Plan(base, Sweep.parse(List.of(dimensions)));
    }

    @Test
    void aPointThroughWhichSeveralDimensionsPassIsMeasuredOnce() {
        assertThat(plan("partitions=1,4", "instances=1,2", "text-length=1").names())
                .hasSize(3)
                .containsEntry(base, "partitions=4, instances=1, text-length=1")
                .containsEntry(base.on(Dimension.PARTITIONS, 1), "partitions=1")
                .containsEntry(base.on(Dimension.INSTANCES, 2), "instances=2");
    }

    @Test
    void tasksAndLabelsPassThroughAPointOfTheirOwn() {
        assertThat(plan("tasks=4,8", "labels=5,30").names().values())
                .containsExactly("tasks=4, labels=5", "tasks=8", "labels=30");
        assertThat(base.on(Dimension.LABELS, 30).of(Dimension.TASKS)).hasValue(4);
        assertThat(base.on(Dimension.TASKS, 8).of(Dimension.LABELS)).hasValue(5);
        assertThat(base.of(Dimension.TASKS)).isEmpty();
    }

    @Test
    void onlyOneDimensionIsElsewhere() {
        assertThat(base.on(Dimension.STUDENTS, 10))
                .hasToString("inference-threads=2, stream-threads=1, partitions=4, instances=1, text-length=1,"
                        + " students=10");
    }
}
