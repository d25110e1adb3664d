package io.grasp.trainer.finetune;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.metrics.LabelMetrics;
import io.grasp.trainer.ARow;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.CandidateTraining;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FewShotLabelsTest {
    private static final List<TaskDefinition> TASKS =
            List.of(new TaskDefinition("signs", TaskKind.MULTI_LABEL, List.of()));

    /** Hundreds of answers of two learning topics, some of which hold a common misconception, and a few a rare one. */
    private static List<LabeledRow> rows(int rare) {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean common = i % 3 == 0;
            rows.add(answer(i, i % 2 == 0 ? "circuits" : "forces", common ? "it is used up" : "it flows round")
                    .labeled("signs", common ? new String[] {"used-up"} : new String[0])
                    .inSplit("train")
                    .build());
        }
        for (int i = 300; i < 300 + rare; i++) {
            rows.add(rare(i).inSplit("train").build());
        }
        for (int i = 1000; i < 1020; i++) {
            rows.add(rare(i).inSplit("dev").build());
            rows.add(answer(i + 100, "circuits", "it flows round")
                    .labeled("signs")
                    .inSplit("dev")
                    .build());
        }
        return rows;
    }

    private static ARow rare(int number) {
        return answer(number, "circuits", "both ends clash").labeled("signs", "clashing");
    }

    private static ARow answer(int number, String topic, String what) {
        return aRow().withId("i" + number).about(topic).saying("i think " + what + " in case " + number);
    }

    private static Candidate train(List<LabeledRow> rows) {
        TrainingArguments arguments = TrainingArguments.defaults().with(Map.of("train_layers", "heads"));
        return new CandidateTraining(new HeadsOnFrozenEncoder(), TinyModel.encoderFiles(5), arguments, Progress.none())
                .train(rows, TASKS);
    }

    private static LabelMetrics onDev(Candidate candidate, String label) {
        return Objects.requireNonNull(candidate.evaluations().get("dev"))
                .task("signs")
                .orElseThrow()
                .overall()
                .labels()
                .stream()
                .filter(metrics -> metrics.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eightExamplesAmongHundredsOfOthersAreEnoughToRecogniseALabel() {
        LabelMetrics rare = onDev(train(rows(8)), "clashing");

        assertThat(rare.recall()).isGreaterThan(0.9);
        assertThat(rare.precision()).isGreaterThan(0.9);
    }

    @Test
    void labelsThatValidationRowsCanJudgeStayAsTheyAre() {
        Candidate candidate = train(rows(8));
        ClassificationHead head = candidate.model().heads().get(0);
        FewShotLabels fewShot = new FewShotLabels(
                candidate.dataset(),
                candidate
                        .model()
                        .vectors()
                        .of(candidate.dataset().learningFromValidation().training(), "Embedding", Progress.none()));

        ClassificationHead again = fewShot.learn(head);

        int common = head.task().indexOf("used-up");
        assertThat(again.weight()[common]).isEqualTo(head.weight()[common]);
        assertThat(again.calibration().thresholds().get(common))
                .isEqualTo(head.calibration().thresholds().get(common));
    }

    @Test
    void twoRunsLearnTheSame() {
        ClassificationHead first = train(rows(8)).model().heads().get(0);
        ClassificationHead second = train(rows(8)).model().heads().get(0);

        assertThat(second.weight()).isDeepEqualTo(first.weight());
        assertThat(second.calibration()).isEqualTo(first.calibration());
    }
}
