package io.grasp.quickstart.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.quickstart.bench.serving.Pipeline;
import io.grasp.quickstart.bench.serving.Variant;
import io.grasp.quickstart.bench.serving.Workload;
import io.grasp.trainer.dataset.LabeledRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetupsTest {
    private final List<LabeledRow> rows =
            List.of(row("row-0", "one"), row("row-1", "two  words"), row("row-2", "three"));
    private final Point base = Point.base(2, 1, 4);
    private final Setups setups = new Setups(
            new Variant(
                    "grasp", Path.of("a"), Map.of("inference.threads", "3", "processing.guarantee", "at_least_once")),
            new Workload(List.of(), List.of()).of(rows),
            new VariantPackages(Path.of("a"), Path.of("b")));

    private static LabeledRow row(String id, String text) {
        return new LabeledRow(id, "anna", "topic", null, "why", null, text, Map.of(), null, null);
    }

    @Test
    void whereNoDimensionSaysOtherwiseTheRowsAreThoseOfTheFile() {
        Pipeline pipeline = setups.at(base, "base");

        assertThat(pipeline.workload()).isSameAs(setups.workload());
        assertThat(pipeline.variant().modelPackage()).isEqualTo(Path.of("a"));
    }

    @Test
    void threadsArePartOfTheSettingsAndTheOthersRemain() {
        assertThat(setups.at(base.on(Dimension.STREAM_THREADS, 5), "a name").variant())
                .isEqualTo(new Variant(
                        "a name",
                        Path.of("a"),
                        Map.of(
                                "inference.threads", "2",
                                "stream.threads", "5",
                                "processing.guarantee", "at_least_once")));
    }

    @Test
    void partitionsAndInstancesAreThoseOfThePoint() {
        assertThat(setups.at(base.on(Dimension.PARTITIONS, 8), "").partitions()).isEqualTo(8);
        assertThat(setups.at(base.on(Dimension.INSTANCES, 2), "").instances()).isEqualTo(2);
    }

    @Test
    void aLongerTextIsTheSameOneSaidAgain() {
        assertThat(setups.at(base.on(Dimension.TEXT_LENGTH, 3), "").workload().measured())
                .extracting(LabeledRow::text)
                .containsExactly("one one one", "two  words two  words two  words", "three three three");
    }

    @Test
    void theWarmUpIsAsLongAsWhatIsMeasured() {
        Setups warm =
                new Setups(setups.variant(), new Workload(List.of(row("warm-up-0", "x")), rows), setups.packages());

        assertThat(warm.at(base.on(Dimension.TEXT_LENGTH, 2), "").workload().warmUp())
                .extracting(LabeledRow::text)
                .containsExactly("one one 0");
    }

    @Test
    void studentsTakeTurns() {
        assertThat(setups.at(base.on(Dimension.STUDENTS, 2), "").workload().measured())
                .extracting(LabeledRow::student)
                .containsExactly("student-0", "student-1", "student-0");
    }

    @Test
    void withMoreStudentsThanRowsEachRowIsAnothersAndNothingElseChanges() {
        Workload workload = setups.at(base.on(Dimension.STUDENTS, 1000), "").workload();

        assertThat(workload.measured()).extracting(LabeledRow::student).doesNotHaveDuplicates();
        assertThat(workload.measured()).extracting(LabeledRow::text).containsExactly("one", "two  words", "three");
    }
}
