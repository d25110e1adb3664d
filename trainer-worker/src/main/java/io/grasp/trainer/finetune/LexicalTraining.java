package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.Regularization;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives heads of any fine-tuner a lexical part: logistic regression on the wording of the training rows, mixed with the
 * head's logits as the validation rows advise, which taught neither. Comes before calibration. Draws no random numbers;
 * safe for any number of threads.
 */
public final class LexicalTraining {
    /**
     * Inverse penalties over all rows, scikit-learn's {@code C}; strong first: each fit begins where the last ended.
     */
    private static final double[] STRENGTHS = {1, 3, 10, 30};

    private static final double USUAL_STRENGTH = 10;
    /** With fewer rows to choose by, the choice would be luck: both parts count the same. */
    private static final int MIN_ROWS_TO_CHOOSE = 30;

    private static final float HALF = 0.5f;
    /** 4 MB a task in the package, and what L-BFGS remembers stays far below the usual heap. */
    private static final int MOST_WEIGHTS = 1 << 20;

    /**
     * Heads that have learnt words.
     *
     * @param strengths by task, the inverse penalty over all rows that was best; without tasks that words don't help
     */
    public record Worded(List<ClassificationHead> heads, Map<String, Double> strengths) {
        public Worded {
            heads = List.copyOf(heads);
            strengths = Map.copyOf(strengths);
        }
    }

    /**
     * Returns the heads with lexical parts, in their order; a head whose task the wording does not help stays as it is.
     *
     * @param heads uncalibrated, without lexical parts, taught by none of the validation rows
     * @param validationVectors the pooled vector of each validation row of {@code dataset}, in its order
     */
    public Worded addTo(
            List<ClassificationHead> heads,
            Dataset dataset,
            List<float[]> validationVectors,
            Regularization regularization,
            Progress progress) {
        progress.start("Learning words", heads.size(), "heads");
        List<LexicalFeatures> training = featuresOf(dataset.training());
        List<LexicalFeatures> validation = featuresOf(dataset.validation());
        List<ClassificationHead> complete = new ArrayList<>();
        Map<String, Double> strengths = new LinkedHashMap<>();
        for (ClassificationHead head : heads) {
            Judged judged = new Judged(head);
            for (int i = 0; i < dataset.validation().size(); i++) {
                judged.add(dataset.validation().get(i), validationVectors.get(i), validation.get(i));
            }
            Strengthened learnt = learn(head, dataset.training(), training, judged, regularization);
            complete.add(learnt.head());
            if (learnt.head().lexical().isPresent()) {
                strengths.put(head.task().name(), learnt.strength());
            }
            progress.advance(1);
        }
        progress.done();
        return new Worded(complete, strengths);
    }

    private static List<LexicalFeatures> featuresOf(List<LabeledRow> rows) {
        return rows.stream().map(row -> LexicalFeatures.of(row.input())).toList();
    }

    private record Strengthened(ClassificationHead head, double strength) {}

    private static Strengthened learn(
            ClassificationHead head,
            List<LabeledRow> rows,
            List<LexicalFeatures> features,
            Judged judged,
            Regularization regularization) {
        Wording wording = Wording.of(head.task(), rows, features);
        if (wording.sparse().width() == 0) {
            return new Strengthened(head, USUAL_STRENGTH);
        }
        SparseLogisticRegression regression = wording.regression(head.task(), regularization);
        if (judged.rows() < MIN_ROWS_TO_CHOOSE) {
            LexicalHead part = wording.part(regression, USUAL_STRENGTH);
            return new Strengthened(head.withLexical(part.withMix(HALF, HALF)), USUAL_STRENGTH);
        }
        LexicalHead best = wording.part(regression, STRENGTHS[0]);
        double strength = STRENGTHS[0];
        double bestF1 = judged.macroF1(best);
        for (int i = 1; i < STRENGTHS.length; i++) {
            LexicalHead next = wording.part(regression, STRENGTHS[i]);
            double nextF1 = judged.macroF1(next);
            if (nextF1 > bestF1) {
                best = next;
                strength = STRENGTHS[i];
                bestF1 = nextF1;
            }
        }
        LogitMix.Shares shares = judged.mixWith(best).best();
        return new Strengthened(
                shares.second() == 0
                        ? head
                        : head.withLexical(best.withMix((float) shares.first(), (float) shares.second())),
                strength);
    }

    /**
     * Lets lexical parts learn from validation rows too, at the strengths and with the mix that these have chosen.
     *
     * @param heads with the lexical parts of {@link #addTo}, whatever they learnt since
     */
    public List<ClassificationHead> refit(
            List<ClassificationHead> heads,
            Map<String, Double> strengths,
            Dataset dataset,
            Regularization regularization) {
        List<LabeledRow> rows = dataset.learningFromValidation().training();
        List<LexicalFeatures> features = featuresOf(rows);
        return heads.stream()
                .map(head -> {
                    Double strength = strengths.get(head.task().name());
                    return strength == null ? head : refit(head, rows, features, strength, regularization);
                })
                .toList();
    }

    private static ClassificationHead refit(
            ClassificationHead head,
            List<LabeledRow> rows,
            List<LexicalFeatures> features,
            double strength,
            Regularization regularization) {
        Wording wording = Wording.of(head.task(), rows, features);
        LexicalHead before = head.lexical().orElseThrow();
        return head.withLexical(wording.part(wording.regression(head.task(), regularization), strength)
                .withMix(before.encoderWeight(), before.lexicalWeight()));
    }

    /** The rows that are labelled for a task. */
    private record Wording(List<LabeledRow> rows, SparseRows sparse) {
        static Wording of(Task task, List<LabeledRow> rows, List<LexicalFeatures> features) {
            List<LabeledRow> labeled = new ArrayList<>();
            List<LexicalFeatures> theirs = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).isLabeledFor(task.name())) {
                    labeled.add(rows.get(i));
                    theirs.add(features.get(i));
                }
            }
            return new Wording(labeled, LexicalTraining.sparse(task, theirs));
        }

        SparseLogisticRegression regression(Task task, Regularization regularization) {
            return new SparseLogisticRegression(
                    sparse, new Targets(task, rows, regularization.classWeights(), regularization.posWeight()));
        }

        LexicalHead part(SparseLogisticRegression regression, double strength) {
            return LexicalTraining.part(sparse, regression, strength);
        }
    }

    /** What wording teaches where nothing can be chosen by validation rows. */
    static LexicalHead usual(Task task, List<LexicalFeatures> wording, Targets targets) {
        SparseRows sparse = sparse(task, wording);
        return part(sparse, new SparseLogisticRegression(sparse, targets), USUAL_STRENGTH);
    }

    private static SparseRows sparse(Task task, List<LexicalFeatures> wording) {
        return new SparseRows(wording, MOST_WEIGHTS / task.labels().size());
    }

    private static LexicalHead part(SparseRows sparse, SparseLogisticRegression regression, double strength) {
        LinearWeights weights = regression.fit(1 / (strength * sparse.rows()));
        return new LexicalHead(sparse.buckets(), weights.weight(), weights.bias(), 0, 1);
    }

    /** The validation rows that a task can be judged by. */
    private static final class Judged {
        private final ClassificationHead head;
        private final List<boolean[]> holds = new ArrayList<>();
        private final List<double[]> encoderLogits = new ArrayList<>();
        private final List<LexicalFeatures> features = new ArrayList<>();

        Judged(ClassificationHead head) {
            this.head = head;
        }

        void add(LabeledRow row, float[] vector, LexicalFeatures wording) {
            Task task = head.task();
            Set<String> truth = new HashSet<>(row.labelsFor(task.name()));
            if (row.isLabeledFor(task.name()) && task.labels().containsAll(truth)) {
                boolean[] labels = new boolean[task.labels().size()];
                truth.forEach(label -> labels[task.indexOf(label)] = true);
                holds.add(labels);
                encoderLogits.add(head.logits(vector));
                features.add(wording);
            }
        }

        int rows() {
            return holds.size();
        }

        double macroF1(LexicalHead lexical) {
            return mixWith(lexical).macroF1OfSecond();
        }

        LogitMix mixWith(LexicalHead lexical) {
            List<double[]> lexicalLogits =
                    features.stream().map(lexical::logits).toList();
            return new LogitMix(head.task(), holds, encoderLogits, lexicalLogits);
        }
    }
}
