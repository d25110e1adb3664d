package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndlessRowsTest {
    @Test
    void rowsComeAgainUnderOtherIdsAndSayWhatNobodySaidBefore() {
        Workload workload =
                new Workload(List.of(), List.of(ARow.answering("why", "so"), ARow.answering("how", "thus")));
        EndlessRows rows = new EndlessRows(workload);

        List<LabeledRow> drawn = Stream.generate(rows::next).limit(5).toList();

        assertThat(drawn).extracting(LabeledRow::text).containsExactly("so", "thus", "so 1", "thus 1", "so 2");
        assertThat(drawn).extracting(LabeledRow::id).doesNotHaveDuplicates();
        assertThat(drawn).extracting(LabeledRow::prompt).containsExactly("why", "how", "why", "how", "why");
    }
}
