package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.Regularization;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the encoder as it is and learns one linear head a task on its pooled vectors: seconds, not minutes. Keeps the
 * vectors of the last base from one run to the next. Safe for any number of threads.
 */
public final class HeadsOnFrozenEncoder implements FineTuner {
    /** Strong first: each fit begins where the one before ended. */
    private static final double[] PENALTIES = {1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001};

    private static final double USUAL_PENALTY = 0.03;
    /** With fewer rows to choose by, the choice would be luck. */
    private static final int MIN_ROWS_TO_CHOOSE = 30;

    private @Nullable EmbeddedRows kept;

    @Override
    public FineTuned fineTune(Dataset dataset, Start start, TrainingArguments arguments, Progress progress) {
        long begun = System.nanoTime();
        EncoderFiles base = start.encoder();
        EmbeddedRows vectors = vectorsOf(base, arguments);
        List<float[]> training = vectors.of(dataset.training(), "Embedding training rows", progress);
        List<float[]> validation = vectors.of(dataset.validation(), "Embedding validation rows", progress);
        List<ClassificationHead> heads = new ArrayList<>();
        Map<String, Double> penalties = new LinkedHashMap<>();
        progress.start("Learning heads", dataset.tasks().size(), "heads");
        for (Task task : dataset.tasks()) {
            LabeledVectors toLearn = LabeledVectors.of(task, dataset.training(), training);
            LabeledVectors toChoose = LabeledVectors.of(task, dataset.validation(), validation);
            Penalized learnt = learn(task, toLearn, toChoose, arguments);
            heads.add(learnt.head());
            penalties.put(task.name(), learnt.penalty());
            progress.advance(1);
        }
        progress.done();
        return fineTuned(base, heads, penalties, vectors, dataset, arguments, begun);
    }

    /** Fits heads once more, under the penalties that were chosen for them. */
    @Override
    public FineTuned refit(FineTuned calibrated, Dataset dataset, TrainingArguments arguments, Progress progress) {
        List<LabeledRow> rows = dataset.learningFromValidation().training();
        List<float[]> vectors = calibrated.vectors().of(rows, "Embedding all rows", progress);
        return calibrated.withHeads(calibrated.heads().stream()
                .map(head -> refit(head, rows, vectors, calibrated.penalties(), arguments.regularization()))
                .toList());
    }

    private static ClassificationHead refit(
            ClassificationHead calibrated,
            List<LabeledRow> rows,
            List<float[]> vectors,
            Map<String, Double> penalties,
            Regularization regularization) {
        Task task = calibrated.task();
        Double penalty = penalties.get(task.name());
        if (penalty == null) {
            return calibrated;
        }
        try (LogisticRegression regression = regression(task, LabeledVectors.of(task, rows, vectors), regularization)) {
            return head(task, regression.fit(penalty)).takingOver(calibrated);
        }
    }

    /**
     * Returns the start's heads, grown by the labels that are new in {@code dataset}, and learns those of new tasks;
     * what they knew stays as it was.
     */
    public FineTuned goOn(Dataset dataset, Start start, TrainingArguments arguments, Progress progress) {
        long begun = System.nanoTime();
        EmbeddedRows vectors = vectorsOf(start.encoder(), arguments);
        List<float[]> training = vectors.of(dataset.training(), "Embedding training rows", progress);
        GrownHeads grown = new GrownHeads(dataset.training(), training);
        Map<String, ClassificationHead> before = start.heads().stream()
                .collect(Collectors.toMap(head -> head.task().name(), Function.identity()));
        List<ClassificationHead> heads = new ArrayList<>();
        for (Task task : dataset.tasks()) {
            ClassificationHead known = before.get(task.name());
            if (known != null && known.task().kind() == task.kind()) {
                heads.add(grown.grown(known, task));
            } else {
                LabeledVectors toLearn = LabeledVectors.of(task, dataset.training(), training);
                heads.add(learn(task, toLearn, new LabeledVectors(List.of(), List.of()), arguments)
                        .head());
            }
        }
        return fineTuned(start.encoder(), heads, Map.of(), vectors, dataset, arguments, begun);
    }

    private static FineTuned fineTuned(
            EncoderFiles encoder,
            List<ClassificationHead> heads,
            Map<String, Double> penalties,
            EmbeddedRows vectors,
            Dataset dataset,
            TrainingArguments arguments,
            long begun) {
        TrainingSpeed speed =
                new TrainingSpeed(dataset.training().size(), 0, Duration.ofNanos(System.nanoTime() - begun));
        return new FineTuned(encoder, heads, penalties, arguments.reading(), vectors, List.of(), speed);
    }

    private synchronized EmbeddedRows vectorsOf(EncoderFiles base, TrainingArguments arguments) {
        EmbeddedRows vectors = kept;
        if (vectors == null || !vectors.areOf(base, arguments.reading())) {
            vectors = new EmbeddedRows(base, arguments.reading(), arguments.perDeviceEvalBatchSize());
            kept = vectors;
        }
        return vectors;
    }

    private static LogisticRegression regression(Task task, LabeledVectors rows, Regularization regularization) {
        Targets targets = new Targets(task, rows.rows(), regularization.classWeights(), regularization.posWeight());
        return new LogisticRegression(new Features(rows.vectors()), targets);
    }

    /** What vectors teach where nothing can be chosen by validation rows. */
    static ClassificationHead usual(Task task, List<float[]> vectors, Targets targets) {
        try (LogisticRegression regression = new LogisticRegression(new Features(vectors), targets)) {
            return head(task, regression.fit(USUAL_PENALTY));
        }
    }

    private record Penalized(ClassificationHead head, double penalty) {}

    private static Penalized learn(
            Task task, LabeledVectors toLearn, LabeledVectors toChoose, TrainingArguments arguments) {
        try (LogisticRegression regression = regression(task, toLearn, arguments.regularization())) {
            if (arguments.weightDecay().isPresent()) {
                return penalized(task, regression, arguments.weightDecay().getAsDouble());
            }
            if (toChoose.rows().size() < MIN_ROWS_TO_CHOOSE) {
                return penalized(task, regression, USUAL_PENALTY);
            }
            return best(task, regression, toChoose);
        }
    }

    private static Penalized penalized(Task task, LogisticRegression regression, double penalty) {
        return new Penalized(head(task, regression.fit(penalty)), penalty);
    }

    private static Penalized best(Task task, LogisticRegression regression, LabeledVectors toChoose) {
        Penalized best = penalized(task, regression, PENALTIES[0]);
        double bestF1 = macroF1(best.head(), toChoose);
        for (int i = 1; i < PENALTIES.length; i++) {
            Penalized next = penalized(task, regression, PENALTIES[i]);
            double nextF1 = macroF1(next.head(), toChoose);
            if (nextF1 > bestF1) {
                best = next;
                bestF1 = nextF1;
            }
        }
        return best;
    }

    private static double macroF1(ClassificationHead head, LabeledVectors rows) {
        return Scores.macroF1(head.task(), Evaluation.outcomes(head, rows.rows(), rows.vectors()));
    }

    private static ClassificationHead head(Task task, LinearWeights weights) {
        return new ClassificationHead(task, weights.weight(), weights.bias(), Calibration.none(task));
    }

    /** The rows that are labelled for a task, with their vectors. */
    private record LabeledVectors(List<LabeledRow> rows, List<float[]> vectors) {
        static LabeledVectors of(Task task, List<LabeledRow> rows, List<float[]> vectors) {
            List<LabeledRow> labeled = new ArrayList<>();
            List<float[]> theirs = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).isLabeledFor(task.name())) {
                    labeled.add(rows.get(i));
                    theirs.add(vectors.get(i));
                }
            }
            return new LabeledVectors(labeled, theirs);
        }
    }
}
