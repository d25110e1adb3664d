package io.grasp.trainer;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of labels that are hardly enough. */
class FewLabelsTest {
    private static final List<TaskDefinition> TASKS =
            List.of(new TaskDefinition("engagement", TaskKind.SINGLE_LABEL, List.of()));

    private static Candidate train(List<LabeledRow> rows) {
        return new CandidateTraining(
                        new HeadsOnFrozenEncoder(),
                        TinyModel.encoderFiles(5),
                        TrainingArguments.defaults(),
                        Progress.none())
                .train(rows, TASKS);
    }

    /** Rows that train, since no text among them is for tuning or judging. */
    private static List<LabeledRow> training(int count, String... labels) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> aRow().withId("i" + i)
                        .saying("text " + i)
                        .labeled("engagement", labels[i % labels.length])
                        .build())
                .filter(Dataset::trains)
                .limit(count)
                .toList();
    }

    @Test
    void withoutRowsToTuneAndJudgeByThereIsAModelAllTheSame() {
        Candidate candidate = train(training(8, "bored", "engaged"));
        assertThat(candidate.dataset().validation()).isEmpty();
        assertThat(candidate.evaluations()).isEmpty();
        assertThat(candidate.model().heads()).hasSize(1);
    }

    @Test
    void aLabelThatOnlyJudgesIsNamedAndCostsNoTask() {
        List<LabeledRow> rows = new ArrayList<>(training(8, "bored", "engaged"));
        rows.add(aRow().saying("hm")
                .inSplit("dev")
                .labeled("engagement", "confused")
                .build());
        Candidate candidate = train(rows);
        assertThat(candidate.dataset().labelsOnlyInEvaluation().get("engagement"))
                .isEqualTo(Set.of("confused"));
        assertThat(candidate.evaluations()).containsOnlyKeys("dev");
    }

    @Test
    void labelsThatAllSayTheSameTeachNothing() {
        assertThatThrownBy(() -> train(training(8, "bored")))
                .isInstanceOf(NothingToLearnException.class)
                .hasMessageContaining("of 8 training rows none teaches two labels");
    }

    @Test
    void blankAnswersTeachNothing() {
        List<LabeledRow> blank = List.of(
                aRow().saying("").labeled("engagement", "bored").build(),
                aRow().saying(" ").labeled("engagement", "engaged").build());
        assertThatThrownBy(() -> train(blank))
                .isInstanceOf(NothingToLearnException.class)
                .hasMessageContainingAll("of 2 rows none trains", "2 are blank");
    }
}
