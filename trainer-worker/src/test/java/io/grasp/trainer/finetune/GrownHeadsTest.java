package io.grasp.trainer.finetune;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrownHeadsTest {
    private static final Task BEFORE = new Task("misconception", TaskKind.MULTI_LABEL, List.of("a", "b"));
    private static final Task AFTER = new Task("misconception", TaskKind.MULTI_LABEL, List.of("a", "new", "b"));
    private static final ClassificationHead HEAD = new ClassificationHead(
            BEFORE, new float[][] {{3, 0, 0}, {0, 3, 0}}, new float[] {-1, -2}, Calibration.none(BEFORE));
    private static final List<LabeledRow> ROWS = List.of(
            aRow().labeled("misconception", "a").build(),
            aRow().labeled("misconception", "b").build(),
            aRow().labeled("misconception", "new").build(),
            aRow().labeled("misconception", "new").build(),
            aRow().labeled("level", "low").build());
    private static final List<float[]> VECTORS = List.of(
            new float[] {1, 0, 0}, new float[] {0, 1, 0}, new float[] {0, 0, 1}, new float[] {0, 0.2f, 1}, new float[] {
                9, 9, 9
            });

    private final GrownHeads grown = new GrownHeads(ROWS, VECTORS);

    @Test
    void aLabelThatWasKnownKeepsItsRow() {
        ClassificationHead head = grown.grown(HEAD, AFTER);
        assertThat(head.task()).isEqualTo(AFTER);
        assertThat(head.weight()[0]).isEqualTo(HEAD.weight()[0]);
        assertThat(head.weight()[2]).isEqualTo(HEAD.weight()[1]);
        assertThat(head.bias()[0]).isEqualTo(-1);
        assertThat(head.bias()[2]).isEqualTo(-2);
    }

    @Test
    void aNewLabelIsRecognisedInItsOwnRowsBeforeAnyStep() {
        ClassificationHead head = grown.grown(HEAD, AFTER);
        assertThat(head.predict(VECTORS.get(2)).decided()).contains("new");
        assertThat(head.predict(VECTORS.get(0)).decided()).doesNotContain("new");
        assertThat(head.predict(VECTORS.get(1)).decided()).doesNotContain("new");
    }

    @Test
    void aNewLabelAmongExclusiveOnesCompetesWithThem() {
        Task before = new Task("level", TaskKind.SINGLE_LABEL, List.of("a", "b"));
        Task after = new Task("level", TaskKind.SINGLE_LABEL, List.of("a", "b", "new"));
        ClassificationHead head =
                new ClassificationHead(before, HEAD.weight(), new float[] {0, 0}, Calibration.none(before));
        List<LabeledRow> rows = List.of(
                aRow().labeled("level", "a").build(),
                aRow().labeled("level", "b").build(),
                aRow().labeled("level", "new").build());
        ClassificationHead bigger = new GrownHeads(rows, VECTORS.subList(0, 3)).grown(head, after);
        assertThat(bigger.predict(VECTORS.get(0)).decided()).containsExactly("a");
        assertThat(bigger.predict(VECTORS.get(1)).decided()).containsExactly("b");
        assertThat(bigger.predict(VECTORS.get(2)).decided()).containsExactly("new");
    }

    @Test
    void aNewLabelWithoutRowsIsUnlikely() {
        Task after = new Task("misconception", TaskKind.MULTI_LABEL, List.of("a", "b", "unseen"));
        ClassificationHead head = grown.grown(HEAD, after);
        assertThat(VECTORS.subList(0, 4))
                .allSatisfy(vector -> assertThat(head.predict(vector).decided()).doesNotContain("unseen"));
    }

    @Test
    void aLabelThatNobodyGivesAnyMoreIsLeftOut() {
        Task after = new Task("misconception", TaskKind.MULTI_LABEL, List.of("b"));
        assertThat(grown.grown(HEAD, after).weight()).isDeepEqualTo(new float[][] {{0, 3, 0}});
    }
}
