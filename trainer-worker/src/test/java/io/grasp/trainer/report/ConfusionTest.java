package io.grasp.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.metrics.Outcome;
import io.grasp.trainer.evaluate.Scores;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfusionTest {
    private static Confusion confusion(Task task, String... pairs) {
        return Confusion.of(
                task,
                Scores.of(
                        task,
                        List.of(pairs).stream().map(ConfusionTest::outcome).toList()));
    }

    private static Outcome outcome(String pair) {
        String[] parts = pair.split(">", -1);
        return new Outcome(
                "i", "general", Set.of(parts[0]), Set.of(parts[1]), false, List.of(new LabelScore(parts[1], 1)));
    }

    @Test
    void aScaleKeepsItsOrderAndLabelsThatDoNotOccur() {
        Task level = new Task("level", TaskKind.ORDINAL, List.of("poor", "fair", "good"));
        assertThat(confusion(level, "good>poor").truth()).containsExactly("poor", "fair", "good");
    }

    @Test
    void otherLabelsAreLeftOutIfTheyPlayNoPart() {
        Task subject = new Task("subject", TaskKind.SINGLE_LABEL, List.of("art", "biology", "chemistry"));
        assertThat(confusion(subject, "art>chemistry").decided()).containsExactly("art", "chemistry");
    }

    @Test
    void labelsThatTheTaskDoesNotKnowComeLastAndAreNeverDecided() {
        Task level = new Task("level", TaskKind.ORDINAL, List.of("low", "high"));
        Confusion confusion = confusion(level, "expert>high");
        assertThat(confusion.truth()).containsExactly("low", "high", "expert");
        assertThat(confusion.decided()).containsExactly("low", "high");
        assertThat(confusion.at("expert", "high")).isEqualTo(1);
    }

    @Test
    void theFirstLabelIsAtTheTopLeftOfThePicture() {
        Task level = new Task("level", TaskKind.ORDINAL, List.of("low", "high"));
        assertThat(confusion(level, "low>low", "low>low", "high>low").cells())
                .containsExactly(new Number[] {0, 1, 2L}, new Number[] {0, 0, 1L});
    }

    @Test
    void theCommonestMistakeComesFirst() {
        Task level = new Task("level", TaskKind.ORDINAL, List.of("low", "high"));
        assertThat(confusion(level, "low>high", "high>low", "high>low", "low>low")
                        .mistakes())
                .containsExactly(new Confusion.Mistake("high", "low", 2), new Confusion.Mistake("low", "high", 1));
    }
}
