package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.trainer.calibrate.F1Threshold;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Learns those labels of multi-label heads anew that too few validation rows have to set their thresholds by, from the
 * training and the validation rows together: every row is judged by models that the others taught, and these judgements
 * say how encoder and words mix, what the probabilities are and where the threshold is best. So a label is recognised
 * from about {@value #LEAST_POSITIVES} examples on. Only for heads on an encoder that did not learn from these rows.
 * Draws no random numbers; safe for any number of threads.
 */
public final class FewShotLabels {
    static final int LEAST_POSITIVES = 5;
    private static final int FOLDS = 5;
    private static final double MOST_RARITY = 3;

    private final Dataset dataset;
    private final List<LabeledRow> rows;
    private final List<float[]> vectors;
    private final List<LexicalFeatures> wording;

    /**
     * What the rows of that data set teach.
     *
     * @param vectors the pooled vector of each row of {@link Dataset#learningFromValidation}, in their order
     */
    public FewShotLabels(Dataset dataset, List<float[]> vectors) {
        this.dataset = dataset;
        this.rows = dataset.learningFromValidation().training();
        this.vectors = vectors;
        this.wording = rows.stream().map(row -> LexicalFeatures.of(row.input())).toList();
    }

    /** The head with those labels learnt anew; the others stay as they are. */
    public ClassificationHead learn(ClassificationHead calibrated) {
        Task task = calibrated.task();
        List<String> fewShot =
                task.labels().stream().filter(label -> isFewShot(task, label)).toList();
        return fewShot.isEmpty() ? calibrated : withRows(calibrated, examples(task.name(), fewShot), usualCount(task));
    }

    /** How many rows have the label that half of the task's labels are rarer than. */
    private double usualCount(Task task) {
        long[] counts = task.labels().stream()
                .mapToLong(label -> having(rows, task, label))
                .sorted()
                .toArray();
        return counts[counts.length / 2];
    }

    private boolean isFewShot(Task task, String label) {
        return task.kind() == TaskKind.MULTI_LABEL
                && having(dataset.validation(), task, label) < F1Threshold.MIN_POSITIVES
                && having(rows, task, label) >= LEAST_POSITIVES;
    }

    private static long having(List<LabeledRow> rows, Task task, String label) {
        return rows.stream()
                .filter(row -> row.labelsFor(task.name()).contains(label))
                .count();
    }

    private Examples examples(String task, List<String> labels) {
        List<Integer> labeled = IntStream.range(0, rows.size())
                .filter(row -> rows.get(row).isLabeledFor(task))
                .boxed()
                .toList();
        Task learnt = new Task(task, TaskKind.MULTI_LABEL, labels);
        return new Examples(
                learnt,
                at(labeled, row -> rows.get(row).knownTo(List.of(learnt))),
                at(labeled, vectors::get),
                at(labeled, wording::get));
    }

    private static ClassificationHead withRows(ClassificationHead head, Examples examples, double usualCount) {
        Task task = examples.task();
        CrossFit crossFit = new CrossFit(examples.rows(), FOLDS, row -> row.labelsFor(task.name()));
        double[][] byEncoder = crossFit.answers((taught, judged) -> {
            ClassificationHead learnt = examples.at(taught).learnVectors();
            return at(judged, row -> learnt.logits(examples.vectors().get(row))).toArray(double[][]::new);
        });
        double[][] byWords = crossFit.answers((taught, judged) -> {
            LexicalHead learnt = examples.at(taught).learnWords();
            return at(judged, row -> learnt.logits(examples.wording().get(row))).toArray(double[][]::new);
        });
        ClassificationHead encoder = examples.learnVectors();
        LexicalHead words = examples.learnWords();
        float[][] encoderWeight = encoder.weight();
        float[] encoderBias = encoder.bias();
        float[][] wordWeight = words.weight();
        float[] wordBias = words.bias();
        Map<String, HeadRows.Row> learnt = new LinkedHashMap<>();
        for (int label = 0; label < task.labels().size(); label++) {
            boolean[] holds = examples.holds(label);
            double[] encoderScores = column(byEncoder, label);
            double[] wordScores = column(byWords, label);
            PlattScaling ofEncoder = PlattScaling.of(encoderScores, holds);
            PlattScaling ofWords = PlattScaling.of(wordScores, holds);
            double[] sums = sum(ofEncoder.of(encoderScores), ofWords.of(wordScores));
            PlattScaling ofSum = PlattScaling.of(sums, holds);
            double bias = ofEncoder.of(encoderBias[label]) + ofWords.of(wordBias[label]);
            learnt.put(
                    task.labels().get(label),
                    new HeadRows.Row(
                            HeadRows.times(encoderWeight[label], ofSum.slope() * ofEncoder.slope()),
                            HeadRows.times(wordWeight[label], ofSum.slope() * ofWords.slope()),
                            ofSum.of(bias),
                            examples.threshold(label, probabilities(ofSum.of(sums)), usualCount)));
        }
        return HeadRows.replaced(head, words.buckets(), learnt);
    }

    /**
     * Rows that are labelled for a task, with those of its labels that are learnt.
     *
     * @param vectors one a row
     * @param wording one a row
     */
    private record Examples(Task task, List<LabeledRow> rows, List<float[]> vectors, List<LexicalFeatures> wording) {
        Examples at(List<Integer> places) {
            return new Examples(
                    task,
                    FewShotLabels.at(places, rows::get),
                    FewShotLabels.at(places, vectors::get),
                    FewShotLabels.at(places, wording::get));
        }

        ClassificationHead learnVectors() {
            return HeadsOnFrozenEncoder.usual(task, vectors, targets());
        }

        LexicalHead learnWords() {
            return LexicalTraining.usual(task, wording, targets());
        }

        private Targets targets() {
            return Targets.ofFewExamples(task, rows);
        }

        /** A label that was just found is expected to become as frequent as others; not more than that is believed. */
        double threshold(int label, double[] probabilities, double usualCount) {
            boolean[] holds = holds(label);
            long count =
                    IntStream.range(0, holds.length).filter(row -> holds[row]).count();
            double rarity = Math.min(MOST_RARITY, usualCount / count);
            return rarity <= 1
                    ? F1Threshold.of(probabilities, holds)
                    : F1Threshold.ofScarce(probabilities, holds, rarity);
        }

        boolean[] holds(int label) {
            boolean[] holds = new boolean[rows.size()];
            for (int row = 0; row < holds.length; row++) {
                holds[row] = rows.get(row)
                        .labelsFor(task.name())
                        .contains(task.labels().get(label));
            }
            return holds;
        }
    }

    private static <T> List<T> at(List<Integer> places, Function<Integer, T> get) {
        List<T> found = new ArrayList<>(places.size());
        places.forEach(place -> found.add(get.apply(place)));
        return found;
    }

    private static double[] column(double[][] rows, int column) {
        return Stream.of(rows).mapToDouble(row -> row[column]).toArray();
    }

    private static double[] sum(double[] left, double[] right) {
        return IntStream.range(0, left.length)
                .mapToDouble(i -> left[i] + right[i])
                .toArray();
    }

    private static double[] probabilities(double[] logits) {
        return IntStream.range(0, logits.length)
                .mapToDouble(i -> 1 / (1 + Math.exp(-logits[i])))
                .toArray();
    }
}
