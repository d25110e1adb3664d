package io.grasp.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.ModelInput;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EarlyExitTest {
    private static final Task PAIR = new Task("pair", TaskKind.SINGLE_LABEL, List.of("no", "yes"));
    private static final Task SIGNS = new Task("signs", TaskKind.MULTI_LABEL, List.of("one", "other"));
    private static final LexicalFeatures YES = LexicalFeatures.of(ModelInput.ofText("yes"));
    private static final LexicalFeatures SILENCE = LexicalFeatures.of(ModelInput.ofText("hm"));

    /** A head whose second label's logit is that high where it reads yes, and 0 elsewhere. */
    private static ClassificationHead head(Task task, float yes, Calibration calibration) {
        int[] buckets = IntStream.range(0, YES.size()).map(YES::bucket).toArray();
        float[][] weight = new float[2][buckets.length];
        float sum =
                (float) IntStream.range(0, YES.size()).mapToDouble(YES::value).sum();
        Arrays.fill(weight[1], yes / sum);
        return new ClassificationHead(task, new float[2][1], new float[2], calibration)
                .withLexical(new LexicalHead(buckets, weight, new float[2], 0.5f, 0.5f));
    }

    private static Calibration exit(Task task, double sureFrom) {
        return Calibration.none(task).withEarlyExit(new EarlyExit(1, sureFrom));
    }

    @Test
    void wordsThatAreSureDecideAlone() {
        ClassificationHead head = head(PAIR, 4, exit(PAIR, 0.9));

        TaskPrediction said = head.exitEarly(YES).orElseThrow();

        assertThat(said.decided()).containsExactly("yes");
        assertThat(said.confidence()).isGreaterThan(0.9);
        assertThat(head.exitEarly(SILENCE)).isEmpty();
    }

    @Test
    void theTemperatureOfTheWordsCounts() {
        Calibration cool = Calibration.none(PAIR).withEarlyExit(new EarlyExit(4, 0.9));

        assertThat(head(PAIR, 4, cool).exitEarly(YES)).isEmpty();
    }

    @Test
    void ofSeveralLabelsTheLeastCertainCounts() {
        // the first label's probability stays at one half
        assertThat(head(SIGNS, 4, exit(SIGNS, 0.6)).exitEarly(YES)).isEmpty();
        assertThat(head(SIGNS, 4, exit(SIGNS, 0.5)).exitEarly(YES)).isPresent();
    }

    @Test
    void whatWouldAbstainIsLeftToTheWholeModel() {
        Calibration shy = new Calibration(1, List.of(), 0.999, new EarlyExit(1, 0.5));

        assertThat(head(PAIR, 4, shy).exitEarly(YES)).isEmpty();
    }

    @Test
    void aHeadWithoutAnExitOrWithoutWordsNeedsTheEncoder() {
        assertThat(head(PAIR, 4, Calibration.none(PAIR)).exitEarly(YES)).isEmpty();
        assertThat(head(PAIR, 4, exit(PAIR, 0.5)).withoutLexical().exitEarly(YES))
                .isEmpty();
    }

    @Test
    void anExitThatMeansNothingIsRefused() {
        assertThatThrownBy(() -> new EarlyExit(0, 0.9)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new EarlyExit(1, 1.1)).hasMessageContaining("sureFrom");
        assertThatThrownBy(() -> new EarlyExit(1, Double.NaN)).hasMessageContaining("sureFrom");
    }
}
