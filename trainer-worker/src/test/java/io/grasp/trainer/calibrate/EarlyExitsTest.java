package io.grasp.trainer.calibrate;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.EarlyExit;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.trainer.calibrate.EarlyExits.Trial;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EarlyExitsTest {
    private static final Task PAIR = new Task("pair", TaskKind.SINGLE_LABEL, List.of("no", "yes"));

    private static List<Trial> trials(int count, double certainty, boolean agree) {
        return Collections.nCopies(count, new Trial(certainty, agree));
    }

    private static List<Trial> joined(List<Trial> some, List<Trial> others) {
        List<Trial> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    @Test
    void aFewRowsThatAgreeProveNothing() {
        assertThat(EarlyExits.lowest(trials(98, 0.99, true))).isEmpty();
        assertThat(EarlyExits.lowest(trials(99, 0.99, true))).contains(0.99);
    }

    @Test
    void wordsAreTrustedDownToWhereTheyDiffer() {
        assertThat(EarlyExits.lowest(joined(trials(200, 0.97, true), trials(20, 0.6, false))))
                .contains(0.97);
    }

    @Test
    void rowsOfOneCertaintyAreTrustedTogetherOrNot() {
        assertThat(EarlyExits.lowest(joined(trials(200, 0.9, true), trials(5, 0.9, false))))
                .isEmpty();
    }

    @Property(tries = 300)
    void onTheRowsThatItWasFittedOnTheAgreementHolds(@ForAll long seed, @ForAll @IntRange(max = 600) int count) {
        Random random = new Random(seed);
        List<Trial> trials = random.doubles(count, 0.5, 1)
                .mapToObj(certainty -> Math.rint(certainty * 200) / 200)
                .map(certainty -> new Trial(certainty, random.nextDouble() < 0.9 + certainty / 9))
                .toList();
        EarlyExits.lowest(trials).ifPresent(from -> {
            List<Trial> sure =
                    trials.stream().filter(trial -> trial.certainty() >= from).toList();
            assertThat(sure.stream().filter(Trial::agrees).count())
                    .isGreaterThanOrEqualTo((long) Math.ceil(0.995 * sure.size()));
        });
    }

    @Test
    void aHeadThatReadsNoWordsNeedsItsEncoder() {
        ClassificationHead head = new ClassificationHead(PAIR, new float[2][1], new float[2], Calibration.none(PAIR));
        List<LabeledRow> rows = List.of(aRow().labeled("pair", "yes").build());
        assertThat(new EarlyExits(rows)
                        .addTo(head, rows, List.of(new float[1]))
                        .calibration()
                        .earlyExit())
                .isNull();
    }

    @Test
    void wordsThatSayWhatTheWholeHeadSaysMayDecideAlone() {
        List<LabeledRow> rows = rows("fractions");
        assertThat(fitted(rows, rows)).isPresent();
    }

    @Test
    void rowsOnNewLearningTopicsProveNothing() {
        assertThat(fitted(rows("fractions"), rows("circuits"))).isEmpty();
        assertThat(fitted(rows(""), rows(""))).isEmpty();
    }

    /** Three hundred rows, every other one of which says yes and is labelled so. */
    private static List<LabeledRow> rows(String learningTopic) {
        return IntStream.range(0, 300)
                .mapToObj(i -> aRow().saying((i % 2 == 0 ? "yes " : "no ") + i)
                        .about(learningTopic)
                        .labeled("pair", i % 2 == 0 ? "yes" : "no")
                        .build())
                .toList();
    }

    /** The exit of a head whose words know yes, and whose encoder agrees. */
    private static Optional<EarlyExit> fitted(List<LabeledRow> training, List<LabeledRow> validation) {
        LexicalFeatures yes =
                LexicalFeatures.of(aRow().saying("yes").about("").build().input());
        int[] buckets = IntStream.range(0, yes.size()).map(yes::bucket).toArray();
        float[][] weight = new float[2][buckets.length];
        Arrays.fill(weight[1], 20);
        ClassificationHead head = new ClassificationHead(
                        PAIR, new float[][] {{0}, {2}}, new float[2], Calibration.none(PAIR))
                .withLexical(new LexicalHead(buckets, weight, new float[] {1, 0}, 0.5f, 0.5f));
        List<float[]> vectors = validation.stream()
                .map(row -> new float[] {row.text().startsWith("yes") ? 1 : -1})
                .toList();
        return Optional.ofNullable(new EarlyExits(training)
                .addTo(head, validation, vectors)
                .calibration()
                .earlyExit());
    }
}
