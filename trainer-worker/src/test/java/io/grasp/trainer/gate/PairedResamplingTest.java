package io.grasp.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.metrics.Outcome;
import io.grasp.trainer.evaluate.Scores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedResamplingTest {
    private static final Offset<Double> EXACTLY = within(1e-12);
    private static final List<String> LABELS = List.of("x", "y", "z");

    /** Rows of two learning topics; not every one is labelled for both tasks, and some hold no label. */
    private static List<PairedRow> rows(int count, Random random) {
        List<PairedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Answers> answers = new LinkedHashMap<>();
            for (String task : List.of("wrong", "subject")) {
                if (random.nextInt(4) > 0) {
                    answers.put(task, new Answers(some(random), some(random), some(random)));
                }
            }
            rows.add(new PairedRow("topic-" + random.nextInt(2), answers));
        }
        return rows;
    }

    private static Set<String> some(Random random) {
        Set<String> some = new HashSet<>(LABELS);
        some.removeIf(label -> random.nextInt(3) > 0);
        return some;
    }

    private static double macroF1(String task, List<PairedRow> rows, Function<Answers, Set<String>> whose) {
        List<Outcome> outcomes = new ArrayList<>();
        for (PairedRow row : rows) {
            Answers answers = row.answers().get(task);
            if (answers != null) {
                outcomes.add(
                        new Outcome("i", row.learningTopic(), answers.truth(), whose.apply(answers), false, List.of()));
            }
        }
        return Scores.of(new Task(task, TaskKind.MULTI_LABEL, LABELS), outcomes).macroF1();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void macroF1IsThatOfTheScores(long seed) {
        List<PairedRow> rows = rows(60, new Random(seed));
        List<Resampled> results = new PairedResampling(rows, Set.of(), 5).run(1, 1);
        for (Resampled result : results) {
            Aspect aspect = result.aspect();
            List<PairedRow> counted = aspect.scope() == Scope.LEARNING_TOPIC
                    ? rows.stream()
                            .filter(row -> row.learningTopic().equals(aspect.name()))
                            .toList()
                    : rows;
            List<String> tasks = aspect.scope() == Scope.TASK ? List.of(aspect.name()) : List.of("wrong", "subject");
            double champion = 0;
            double challenger = 0;
            for (String task : tasks) {
                champion += macroF1(task, counted, Answers::champion);
                challenger += macroF1(task, counted, Answers::challenger);
            }
            assertThat(result.champion()).isEqualTo(champion / tasks.size(), EXACTLY);
            assertThat(result.challenger()).isEqualTo(challenger / tasks.size(), EXACTLY);
        }
        assertThat(results)
                .extracting(result -> result.aspect().scope())
                .containsExactly(Scope.OVERALL, Scope.TASK, Scope.TASK, Scope.LEARNING_TOPIC, Scope.LEARNING_TOPIC);
    }

    @Test
    void modelsThatAnswerAlikeDifferInNoResample() {
        List<PairedRow> rows = new ArrayList<>();
        for (PairedRow row : rows(50, new Random(1))) {
            Map<String, Answers> alike = new LinkedHashMap<>();
            row.answers()
                    .forEach((task, given) ->
                            alike.put(task, new Answers(given.truth(), given.champion(), given.champion())));
            rows.add(new PairedRow(row.learningTopic(), alike));
        }
        assertThat(new PairedResampling(rows, Set.of(), 5).run(100, 1)).allSatisfy(result -> {
            assertThat(result.difference()).isZero();
            assertThat(result.lower()).isZero();
            assertThat(result.upper()).isZero();
            assertThat(result.strikingness()).isZero();
        });
    }

    @Test
    void theIntervalIsThatOfTheBinomialDistribution() {
        // Of 400 rows of one label 40 are lost: the share that a resample loses has a deviation of √(0.1·0.9/400).
        // With one label that always occurs, F1 = 2r/(d+n) of accuracy a is 2a/(1+a).
        List<PairedRow> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(new PairedRow(
                    "fractions",
                    Map.of("wrong", new Answers(Set.of("x"), Set.of("x"), i < 40 ? Set.of() : Set.of("x")))));
        }
        Resampled overall =
                new PairedResampling(rows, Set.of(), 20).run(4000, 1).get(0);
        double deviation = Math.sqrt(0.1 * 0.9 / 400);
        assertThat(overall.difference()).isEqualTo(f1(0.9) - 1, EXACTLY);
        assertThat(overall.lower()).isCloseTo(f1(0.9 - 1.96 * deviation) - 1, within(0.003));
        assertThat(overall.upper()).isCloseTo(f1(0.9 + 1.96 * deviation) - 1, within(0.003));
    }

    private static double f1(double accuracy) {
        return 2 * accuracy / (1 + accuracy);
    }
}
