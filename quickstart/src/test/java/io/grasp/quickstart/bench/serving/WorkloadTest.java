package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final ArrivalOrder order = new ArrivalOrder(8, 1);
    private final List<LabeledRow> rows = List.of(
            ARow.answering("why", "because it is so"),
            ARow.answering("why", " "),
            ARow.answering("how", "like this"),
            ARow.answering("how", "like this"));

    @Test
    void rowsHaveIdsOfTheirOwnAndBlankOnesStayAway() {
        Workload workload = Workload.of(rows, order, 10, 0);

        assertThat(workload.measured()).extracting(LabeledRow::id).containsExactly("row-0", "row-1", "row-2");
        assertThat(workload.measured())
                .extracting(LabeledRow::text)
                .containsExactlyInAnyOrder("because it is so", "like this", "like this");
        assertThat(workload.warmUp()).isEmpty();
    }

    @Test
    void noMoreRowsArriveThanWereAskedFor() {
        assertThat(Workload.of(rows, order, 2, 0).measured()).hasSize(2);
    }

    @Test
    void theWarmUpSaysNothingThatIsMeasured() {
        Workload workload = Workload.of(rows, order, 10, 7);

        assertThat(workload.size()).isEqualTo(10);
        assertThat(workload.warmUp())
                .hasSize(7)
                .doesNotHaveDuplicates()
                .allSatisfy(row -> assertThat(workload.isMeasured(row.id())).isFalse())
                .allSatisfy(row -> assertThat(row.labels()).isEmpty())
                .extracting(LabeledRow::input)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(
                        workload.measured().stream().map(LabeledRow::input).toList());
        assertThat(workload.warmUp())
                .extracting(LabeledRow::text)
                .anyMatch(text -> text.matches("so is it because \\d"));
    }
}
