package io.grasp.trainer.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogitMixTest {
    private static final List<String> LABELS = List.of("low", "middle", "high");

    private final List<boolean[]> holds = new ArrayList<>();
    private final List<double[]> first = new ArrayList<>();
    private final List<double[]> second = new ArrayList<>();

    /** Rows on which both parts are right as often as their strengths say, each with mistakes of its own. */
    private LogitMix mix(TaskKind kind, int rows, long seed, double firstStrength, double secondStrength) {
        Random random = new Random(seed);
        holds.clear();
        first.clear();
        second.clear();
        for (int row = 0; row < rows; row++) {
            boolean[] truth = new boolean[LABELS.size()];
            truth[random.nextInt(LABELS.size())] = true;
            truth[0] |= kind == TaskKind.MULTI_LABEL && random.nextBoolean();
            holds.add(truth);
            first.add(logits(random, truth, firstStrength));
            second.add(logits(random, truth, secondStrength));
        }
        return new LogitMix(new Task("level", kind, LABELS), holds, first, second);
    }

    private static double[] logits(Random random, boolean[] truth, double strength) {
        double[] logits = new double[truth.length];
        for (int label = 0; label < logits.length; label++) {
            logits[label] = strength * (truth[label] ? 1 : -1) + random.nextGaussian();
        }
        return logits;
    }

    private double macroF1(TaskKind kind, double firstShare, double secondShare) {
        List<double[]> mixed = new ArrayList<>();
        for (int row = 0; row < first.size(); row++) {
            double[] sum = new double[LABELS.size()];
            for (int label = 0; label < sum.length; label++) {
                sum[label] = firstShare * first.get(row)[label] + secondShare * second.get(row)[label];
            }
            mixed.add(sum);
        }
        return new LogitMix(new Task("level", kind, LABELS), holds, first, mixed).macroF1OfSecond();
    }

    @ParameterizedTest
    @EnumSource(TaskKind.class)
    void theMixIsNeverWorseThanItsBetterPart(TaskKind kind) {
        for (int seed = 0; seed < 40; seed++) {
            LogitMix.Shares shares = mix(kind, 30 + 5 * seed, seed, 0.1 * (seed % 7), 0.1 * (seed % 5))
                    .best();

            assertThat(macroF1(kind, shares.first(), shares.second()))
                    .isGreaterThanOrEqualTo(Math.max(macroF1(kind, 1, 0), macroF1(kind, 0, 1)));
        }
    }

    @ParameterizedTest
    @EnumSource(TaskKind.class)
    void partsWithMistakesOfTheirOwnAreBetterTogether(TaskKind kind) {
        LogitMix.Shares shares = mix(kind, 600, 1, 0.7, 0.7).best();

        assertThat(shares.first() / shares.second()).isBetween(0.5, 2.0);
        assertThat(macroF1(kind, shares.first(), shares.second()))
                .isGreaterThan(0.05 + Math.max(macroF1(kind, 1, 0), macroF1(kind, 0, 1)));
    }

    @ParameterizedTest
    @EnumSource(TaskKind.class)
    void aPartThatGuessesCountsLittle(TaskKind kind) {
        LogitMix.Shares shares = mix(kind, 600, 2, 1, 0).best();

        assertThat(shares.second()).isLessThan(0.2 * shares.first());
    }
}
