package io.grasp.trainer.report;

import static io.grasp.trainer.ARow.aRow;
import static io.grasp.trainer.report.ARun.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.dataset.Dataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    @Test
    void aCardTellsWhatItTakesToTrainAgain() {
        String card = ModelCard.of(aRun().with(Map.of("train_layers", "top:1", "seed", 7))
                .withSteps(20)
                .build());
        assertThat(card)
                .contains("120 of partition 0, 80 of partition 1")
                .contains(
                        "| Changed argument | value | default |\n| --- | --- | --- |\n| train_layers | top:1 | half |\n| seed | 7 | 42 |")
                .contains("| PyTorch | 2.7.1 |", "| Hardware threads | 4 |", "| Seed | 7 |", "| learning_rate | ")
                .contains("It took 23.0 s on 4 hardware threads")
                .contains("20 update steps, 2.00 epochs: 31 rows and 3.92 steps a second");
    }

    @Test
    void aCardHasARowForEachEvaluationDuringTraining() {
        String card = ModelCard.of(aRun().withSteps(20).build());
        assertThat(card)
                .contains(
                        "| step | epoch | loss | learning rate | head learning rate | macro-F1, all tasks | macro-F1, comprehension | macro-F1, misconception | macro-F1, engagement |")
                .contains("| 5 | 0.50 | 0.400 | 1.00e-05 | 2.00e-04 | 0.800 | 0.700 | 0.700 | 0.700 |")
                .doesNotContain("| 4 | 0.40 |");
    }

    @Test
    void labelsAreCountedPerSplitAndPerLearningTopic() {
        Task level = new Task("level", TaskKind.ORDINAL, List.of("low", "high"));
        String card = ModelCard.of(aRun().of(level).build());
        assertThat(card)
                .containsPattern("\\| level \\| low \\| \\d+ \\| \\d+ \\| \\d+ \\|")
                .containsPattern("\\| circuits \\| level \\| low \\d+, high \\d+ \\|");
    }

    @Test
    void rowsOnWhichNoLabelHoldsAreCountedToo() {
        assertThat(ModelCard.of(aRun().build()))
                .containsPattern("\\| misconception \\| \\(none\\) \\| \\d\\d \\| \\d+ \\| \\d+ \\|");
    }

    @Test
    void conflictsAndLabelsThatNoTrainingRowHasAreNamed() {
        RunRecord run = aRun().build();
        Dataset given = run.candidate().dataset();
        Dataset odd = Dataset.of(
                List.of(
                        aRow().withId("a")
                                .labeled("level", "low")
                                .inSplit("train")
                                .build(),
                        aRow().withId("b")
                                .labeled("level", "high")
                                .inSplit("train")
                                .build(),
                        aRow().withId("c")
                                .labeled("level", "expert")
                                .inSplit("test")
                                .build()),
                List.of());
        Dataset dataset = new Dataset(
                odd.training(), odd.validation(), odd.evaluation(), given.tasks(), 0, odd.conflicts(), Map.of());
        Candidate candidate = new Candidate(
                dataset,
                run.candidate().model(),
                Map.of(),
                run.candidate().arguments(),
                run.candidate().timings(),
                Optional.empty());
        assertThat(ModelCard.of(new RunRecord(candidate, run.lineage(), run.machine())))
                .contains("| level | 1 | 3 |")
                .contains("- level: no training row has expert");
    }

    @Test
    void aTableSurvivesWhatComesFromData() {
        Task level = new Task("level", TaskKind.SINGLE_LABEL, List.of("a|b\nc", "<b>*d*</b> [e](f)"));
        String card = ModelCard.of(aRun().of(level).build());
        assertThat(card)
                .contains("| level | a\\|b c | ")
                .contains("| level | \\<b\\>\\*d\\*\\</b\\> \\[e\\](f) | ")
                .doesNotContain("<b>");
    }

    @Test
    void argumentsThatAreAllDefaultsAreCalledSo() {
        assertThat(ModelCard.of(aRun().build()))
                .contains("All have their defaults.")
                .doesNotContain("Changed argument");
    }
}
