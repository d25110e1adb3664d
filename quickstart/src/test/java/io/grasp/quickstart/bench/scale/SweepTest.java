package io.grasp.quickstart.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {
    @Test
    void dimensionsAndTheirValuesKeepTheirOrder() {
        assertThat(Sweep.parse(List.of("tasks=8, 1,2", "partitions=4", "labels=2")))
                .containsExactly(
                        new Sweep(Dimension.TASKS, List.of(8, 1, 2)),
                        new Sweep(Dimension.PARTITIONS, List.of(4)),
                        new Sweep(Dimension.LABELS, List.of(2)));
    }

    @Test
    void aValueThatIsGivenTwiceIsMeasuredOnce() {
        assertThat(Sweep.parse(List.of("instances=1,2,1")))
                .containsExactly(new Sweep(Dimension.INSTANCES, List.of(1, 2)));
    }

    @Test
    void allDimensionsAreMeasuredAtTheirUsualValuesIfNoneIsNamed() {
        assertThat(Sweep.usual()).extracting(Sweep::dimension).containsExactly(Dimension.values());
        assertThat(Sweep.usual()).contains(new Sweep(Dimension.STUDENTS, List.of(10, 1000, 100_000)));
    }

    @Test
    void allThatIsWrongIsToldAtOnceWithTheKnownNames() {
        List<String> options =
                List.of("colour=0", "partitions=0,4,-1", "tasks", "labels=1", "students=", "instances=two", "tasks=1");

        assertThatThrownBy(() -> Sweep.parse(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--dimension NAME=V,V,V: there is no dimension 'colour'; colour=0 is no whole number from 1 on;"
                                + " partitions=0 is no whole number from 1 on; partitions=-1 is no whole number from 1 on;"
                                + " tasks has no values; labels=1 is no whole number from 2 on; students= is no whole number from"
                                + " 1 on; instances=two is no whole number from 1 on; tasks is given twice. The dimensions are"
                                + " inference-threads, stream-threads, partitions, instances, text-length, tasks, labels,"
                                + " students");
    }
}
