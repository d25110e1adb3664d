package io.grasp.trainer;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TaskKind;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MiniLmTrainingTest {
    @Test
    void wordsNeverSeenAreUnderstoodByTheirMeaning() {
        List<LabeledRow> rows = new ArrayList<>();
        for (String text :
                List.of("i love this", "this is great fun", "so interesting", "can we do more", "yay i get it")) {
            rows.add(aRow().saying(text)
                    .inSplit("train")
                    .labeled("engagement", "engaged")
                    .build());
        }
        for (String text :
                List.of("i hate this", "this is so dull", "who cares", "is it over yet", "i want to go home")) {
            rows.add(aRow().saying(text)
                    .inSplit("train")
                    .labeled("engagement", "bored")
                    .build());
        }
        rows.add(aRow().saying("what a wonderful topic")
                .inSplit("new")
                .labeled("engagement", "engaged")
                .build());
        rows.add(aRow().saying("tedious and pointless")
                .inSplit("new")
                .labeled("engagement", "bored")
                .build());
        Candidate candidate = new CandidateTraining(
                        new HeadsOnFrozenEncoder(),
                        BaseEncoder.open(BaseEncoder.MINILM).files(),
                        TrainingArguments.defaults(),
                        Progress.none())
                .train(rows, List.of(new TaskDefinition("engagement", TaskKind.SINGLE_LABEL, List.of())));
        assertThat(candidate.evaluations())
                .extractingByKey("new")
                .satisfies(unseen ->
                        assertThat(unseen.tasks().get(0).overall().accuracy()).isEqualTo(1));
    }
}
