package io.grasp.trainer.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Asks of a difference between two models what chance has to do with it, in two ways. A row comes with both models'
 * answers for all its tasks in either, so that what makes a row hard is hard for both.
 *
 * <ul>
 *   <li>Which rows happened to be held out: the paired bootstrap (Efron & Tibshirani, An Introduction to the Bootstrap,
 *       1993; for models of language Koehn, Statistical Significance Tests for Machine Translation Evaluation, EMNLP
 *       2004) draws as many rows as there are, with replacement. It draws within each learning topic, since how many
 *       rows of each there are was somebody's choice; learning topics with few rows are drawn together, those that the
 *       champion knows and those that it does not apart.
 *   <li>Which of two equally good models happened to be right on which row: approximate randomization (Noreen,
 *       Computer-Intensive Methods for Testing Hypotheses, 1989) exchanges, row by row and by the toss of a coin, whose
 *       answers are whose. On few rows and rare labels it errs less often than the bootstrap.
 * </ul>
 *
 * Deterministic. For one thread.
 */
final class PairedResampling {
    private final int minRows;
    private final List<String> tasks;
    private final LabelCounts whole;
    private final List<Stratum> strata = new ArrayList<>();
    private final List<Aspect> aspects = new ArrayList<>();

    /**
     * Parts rows and finds out what can be compared on them.
     *
     * @param rows at least one, labelled for at least one task
     * @param newLearningTopics those that the champion does not know: the few rows of such a one are no evidence of
     *     forgetting
     * @param minRows a task or learning topic with fewer is not judged
     */
    PairedResampling(List<PairedRow> rows, Set<String> newLearningTopics, int minRows) {
        this.minRows = minRows;
        tasks = rows.stream()
                .flatMap(row -> row.answers().keySet().stream())
                .distinct()
                .toList();
        whole = new LabelCounts(tasks, rows);
        compareOnAll(rows);
        Map<String, List<PairedRow>> byTopic = new TreeMap<>();
        rows.forEach(row -> byTopic.computeIfAbsent(row.learningTopic(), topic -> new ArrayList<>())
                .add(row));
        List<PairedRow> small = new ArrayList<>();
        List<PairedRow> smallAndNew = new ArrayList<>();
        byTopic.forEach((topic, ofTopic) -> {
            if (hasEnough(ofTopic)) {
                compareOnPart(Scope.LEARNING_TOPIC, topic, ofTopic);
            } else if (newLearningTopics.contains(topic)) {
                smallAndNew.addAll(ofTopic);
            } else {
                small.addAll(ofTopic);
            }
        });
        if (!small.isEmpty()) {
            long topics =
                    small.stream().map(PairedRow::learningTopic).distinct().count();
            compareOnPart(Scope.SMALL_LEARNING_TOPICS, String.valueOf(topics), small);
        }
        if (!smallAndNew.isEmpty()) {
            strata.add(new Stratum(smallAndNew));
        }
    }

    private void compareOnAll(List<PairedRow> rows) {
        boolean isEnough = hasEnough(rows);
        // A task with a handful of rows would drown the others in noise.
        List<Integer> counted = positions(task -> !isEnough || labeledFor(List.of(task), rows) >= minRows);
        aspects.add(new Aspect(Scope.OVERALL, "", labeledFor(counted, rows), true, whole, counted));
        for (int task = 0; task < tasks.size(); task++) {
            int ofTask = labeledFor(List.of(task), rows);
            aspects.add(new Aspect(Scope.TASK, tasks.get(task), ofTask, ofTask >= minRows, whole, List.of(task)));
        }
    }

    private void compareOnPart(Scope scope, String name, List<PairedRow> rows) {
        Stratum stratum = new Stratum(rows);
        strata.add(stratum);
        boolean isJudged = hasEnough(rows);
        List<Integer> counted = positions(task -> labeledFor(List.of(task), rows) >= (isJudged ? minRows : 1));
        if (!counted.isEmpty()) {
            aspects.add(new Aspect(scope, name, labeledFor(counted, rows), isJudged, stratum.counts, counted));
        }
    }

    private boolean hasEnough(List<PairedRow> rows) {
        return !positions(task -> labeledFor(List.of(task), rows) >= minRows).isEmpty();
    }

    private List<Integer> positions(IntPredicate wanted) {
        return IntStream.range(0, tasks.size()).filter(wanted).boxed().toList();
    }

    /** How many rows are labelled for any of the tasks. */
    private int labeledFor(List<Integer> any, List<PairedRow> rows) {
        return (int) rows.stream()
                .filter(row -> any.stream().anyMatch(task -> row.answers().containsKey(tasks.get(task))))
                .count();
    }

    /** The whole first, then tasks, then learning topics. */
    List<Resampled> run(int resamples, long seed) {
        count(Stratum::countAll);
        double[] champions = aspects.stream().mapToDouble(Aspect::champion).toArray();
        double[] challengers = aspects.stream().mapToDouble(Aspect::challenger).toArray();
        Random random = new Random(seed);
        double[][] onOtherRows = differences(resamples, stratum -> stratum.countOthers(random));
        double[][] amongEquals = differences(resamples, stratum -> stratum.countExchanged(random));
        List<Resampled> results = new ArrayList<>();
        for (int i = 0; i < aspects.size(); i++) {
            results.add(new Resampled(aspects.get(i), champions[i], challengers[i], onOtherRows[i], amongEquals[i]));
        }
        return results;
    }

    /** Of each aspect and resample. */
    private double[][] differences(int resamples, Consumer<Stratum> counting) {
        double[][] differences = new double[aspects.size()][resamples];
        for (int resample = 0; resample < resamples; resample++) {
            count(counting);
            for (int i = 0; i < aspects.size(); i++) {
                Aspect aspect = aspects.get(i);
                differences[i][resample] = aspect.challenger() - aspect.champion();
            }
        }
        return differences;
    }

    private void count(Consumer<Stratum> counting) {
        whole.clear();
        for (Stratum stratum : strata) {
            counting.accept(stratum);
            stratum.counts.addTo(whole, stratum.inWhole);
        }
    }

    /** Rows that stand for each other. */
    private final class Stratum {
        private final LabelCounts counts;
        private final int[][] rows;
        private final int[][] exchanged;
        private final int[] inWhole;

        Stratum(List<PairedRow> rows) {
            counts = new LabelCounts(tasks, rows);
            this.rows = rows.stream().map(counts::countersOf).toArray(int[][]::new);
            exchanged = rows.stream()
                    .map(PairedRow::exchanged)
                    .map(counts::countersOf)
                    .toArray(int[][]::new);
            inWhole = counts.countersIn(whole);
        }

        void countAll() {
            counts.clear();
            for (int[] row : rows) {
                counts.add(row);
            }
        }

        void countOthers(Random random) {
            counts.clear();
            for (int i = 0; i < rows.length; i++) {
                counts.add(rows[random.nextInt(rows.length)]);
            }
        }

        void countExchanged(Random random) {
            counts.clear();
            for (int i = 0; i < rows.length; i++) {
                counts.add(random.nextBoolean() ? exchanged[i] : rows[i]);
            }
        }
    }
}
