package io.grasp.trainer.loop;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.EncodedInput;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizedRowsTest {
    private static final TaskDefinition GRADE =
            new TaskDefinition("grade", TaskKind.ORDINAL, List.of("insufficient", "good"));

    @Test
    void learningReadsAnEssaysFirstWindowAndJudgingAllOfThem() {
        List<LabeledRow> essays = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            essays.add(aRow().withId("e-" + i)
                    .saying("essay " + i + " says that light is food ".repeat(60))
                    .labeled("grade", i % 2 == 0 ? "good" : "insufficient")
                    .build());
        }
        Dataset dataset = Dataset.of(essays, List.of(GRADE));

        TokenizedRows rows = TokenizedRows.of(dataset, TinyModel.encoderFiles(1), TinyModel.MAX_LENGTH);

        assertThat(rows.training())
                .hasSameSizeAs(dataset.training())
                .allSatisfy(tokens -> assertThat(tokens.windows()).hasSize(1));
        assertThat(rows.validation())
                .isNotEmpty()
                .allSatisfy(tokens -> assertThat(tokens.windows()).hasSizeGreaterThan(2));
        assertThat(rows.all())
                .containsAll(rows.training())
                .allSatisfy(tokens -> assertThat(tokens.windows()).containsExactly(tokens));
        assertThat(rows.all().stream().mapToInt(EncodedInput::length)).allMatch(length -> length <= 128);
    }
}
