package io.grasp.trainer.loop;

import io.grasp.model.Task;
import io.grasp.model.encoder.Dropout;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.TrainableEncoder;
import io.grasp.model.encoder.TrainedParts;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.Progress;
import io.grasp.trainer.StoppedException;
import io.grasp.trainer.arguments.Optimization;
import io.grasp.trainer.arguments.Trainable;
import io.grasp.trainer.arguments.TrainableLayers;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.finetune.EmbeddedRows;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.finetune.FrozenStates;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import io.grasp.trainer.finetune.Start;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns what the arguments say: heads alone, or layers of the encoder with them. In the second case heads begin at
 * random: those that a frozen encoder would get are so steep that a small step of the encoder spoils them.
 */
public final class TransformerFineTuner implements FineTuner {
    private static final Logger LOG = LoggerFactory.getLogger(TransformerFineTuner.class);

    private final HeadsOnFrozenEncoder headsOnly = new HeadsOnFrozenEncoder();
    private final FrozenStates frozenStates = FrozenStates.ofUsualSize();
    private final Checkpoints checkpoints;

    /**
     * A fine-tuner.
     *
     * @param checkpoints those of trainings of encoders; heads alone leave none
     */
    public TransformerFineTuner(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public FineTuned fineTune(Dataset dataset, Start start, TrainingArguments arguments, Progress progress) {
        if (arguments.trainable().layers().kind() == TrainableLayers.Kind.HEADS) {
            return headsOnly.fineTune(dataset, start, arguments, progress);
        }
        return inFittingBatches(arguments, fitting -> train(dataset, start, fitting, progress));
    }

    private static FineTuned inFittingBatches(
            TrainingArguments arguments, Function<TrainingArguments, FineTuned> training) {
        return arguments.batches().autoFindBatchSize()
                ? FittingBatch.find(
                        arguments.batches().perDeviceTrainBatchSize(),
                        size -> training.apply(arguments.with(Map.of("per_device_train_batch_size", size))))
                : training.apply(arguments);
    }

    /**
     * Trains a little longer, on validation rows too, at half the learning rates. Leaves no checkpoints: a run that was
     * killed here goes on from the end of the training before it.
     */
    @Override
    public FineTuned refit(FineTuned calibrated, Dataset dataset, TrainingArguments arguments, Progress progress) {
        if (arguments.trainable().layers().kind() == TrainableLayers.Kind.HEADS) {
            return headsOnly.refit(calibrated, dataset, arguments, progress);
        }
        if (arguments.batches().refit() == 0 || dataset.validation().isEmpty()) {
            return calibrated;
        }
        Dataset all = dataset.learningFromValidation();
        List<ClassificationHead> beginnings = calibrated.heads().stream()
                .map(head -> head.withoutLexical().withCalibration(Calibration.none(head.task())))
                .toList();
        Start start = new Start(calibrated.encoder(), beginnings);
        TrainingArguments brief = briefly(arguments, dataset.training().size());
        try {
            FineTuned refitted = inFittingBatches(
                    brief,
                    fitting -> train(
                            all,
                            start,
                            beginnings,
                            fitting,
                            Fingerprint.of(all, start, fitting),
                            new Checkpoints.Opened(Optional.empty(), Optional.empty()),
                            progress));
            return takingOver(refitted, calibrated);
        } catch (StoppedException e) {
            StoppedException stopped = new StoppedException(
                    "Stopped as asked while it learnt from validation rows too",
                    checkpoints.latest().orElse(null));
            stopped.initCause(e);
            throw stopped;
        }
    }

    private static TrainingArguments briefly(TrainingArguments arguments, int rows) {
        int steps = StepPlan.of(rows, arguments.batches()).maxSteps();
        Optimization rates = arguments.optimization();
        Map<String, Object> others = new LinkedHashMap<>();
        others.put(
                "max_steps", Math.max(1, Math.round(steps * arguments.batches().refit())));
        others.put("refit", 0);
        others.put("learning_rate", rates.learningRate() / 2);
        others.put("head_learning_rate", rates.headRate() / 2);
        others.put("lr_scheduler_type", "linear");
        others.put("lr_scheduler_kwargs", Map.of());
        others.put("eval_strategy", "no");
        others.put("eval_on_start", false);
        others.put("early_stopping_patience", "none");
        others.put("save_strategy", "no");
        others.put("load_best_model_at_end", false);
        others.put("resume_from_checkpoint", "none");
        return arguments.with(others);
    }

    private static FineTuned takingOver(FineTuned refitted, FineTuned calibrated) {
        List<ClassificationHead> heads = new ArrayList<>();
        for (int i = 0; i < refitted.heads().size(); i++) {
            heads.add(refitted.heads().get(i).takingOver(calibrated.heads().get(i)));
        }
        return new FineTuned(
                refitted.encoder(),
                heads,
                refitted.penalties(),
                refitted.reading(),
                refitted.vectors(),
                calibrated.history(),
                calibrated.speed().plus(refitted.speed()));
    }

    /** The heads that training begins with: grown from known ones, or else random. */
    private List<ClassificationHead> beginnings(
            Dataset dataset, Start start, TrainingArguments arguments, Progress progress) {
        if (start.heads().isEmpty()) {
            int hidden = start.encoder().config().hiddenSize();
            Random random = new Random(arguments.seed());
            return dataset.tasks().stream()
                    .map(task -> randomHead(task, hidden, random))
                    .toList();
        }
        return headsOnly.goOn(dataset, start, arguments, progress).heads();
    }

    /** As PyTorch begins a linear layer: uniform between plus and minus one by the square root of its inputs. */
    private static ClassificationHead randomHead(Task task, int hidden, Random random) {
        double bound = 1 / Math.sqrt(hidden);
        float[][] weight = new float[task.labels().size()][hidden];
        for (float[] row : weight) {
            for (int i = 0; i < hidden; i++) {
                row[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
        }
        return new ClassificationHead(task, weight, new float[weight.length], Calibration.none(task));
    }

    private FineTuned train(Dataset dataset, Start start, TrainingArguments arguments, Progress progress) {
        // before anything is computed, so that a checkpoint of another training is refused at once
        Fingerprint fingerprint = Fingerprint.of(dataset, start, arguments);
        Checkpoints.Opened opened = checkpoints.open(fingerprint, arguments.saving());
        List<ClassificationHead> beginnings = beginnings(dataset, start, arguments, progress);
        return train(dataset, start, beginnings, arguments, fingerprint, opened, progress);
    }

    private FineTuned train(
            Dataset dataset,
            Start start,
            List<ClassificationHead> beginnings,
            TrainingArguments arguments,
            Fingerprint fingerprint,
            Checkpoints.Opened opened,
            Progress progress) {
        try (FineTuningRun run =
                open(dataset, start.encoder(), beginnings, arguments, fingerprint, opened.directory(), progress)) {
            FineTuningRun.Learnt learnt = run.run(opened.resumed());
            LOG.atInfo()
                    .addKeyValue("steps", learnt.end().globalStep())
                    .addKeyValue("best", learnt.end().best())
                    .log("Encoder fine-tuned");
            EmbeddedRows vectors =
                    new EmbeddedRows(learnt.encoder(), arguments.reading(), arguments.perDeviceEvalBatchSize());
            return new FineTuned(
                    learnt.encoder(),
                    learnt.heads(),
                    Map.of(),
                    arguments.reading(),
                    vectors,
                    learnt.end().logged(learnt.speed().figures()).logHistory(),
                    learnt.speed());
        }
    }

    private FineTuningRun open(
            Dataset dataset,
            EncoderFiles base,
            List<ClassificationHead> beginnings,
            TrainingArguments arguments,
            Fingerprint fingerprint,
            Optional<CheckpointDirectory> directory,
            Progress progress) {
        double dropout = arguments.regularization().dropout();
        TrainedParts parts = parts(arguments.trainable(), base);
        TokenizedRows rows = TokenizedRows.of(dataset, base, arguments.maxLength());
        TrainableEncoder encoder =
                new TrainableEncoder(base, arguments.reading(), parts, new Dropout(dropout, dropout), rows.all());
        return new FineTuningRun(
                dataset,
                arguments,
                rows,
                frozenStates.open(
                        base, encoder.frozenLayers(), arguments.reading().attention()),
                encoder,
                beginnings,
                fingerprint,
                directory,
                progress);
    }

    private static TrainedParts parts(Trainable trainable, EncoderFiles base) {
        int layers = base.config().layers();
        return new TrainedParts(layers - trainable.layers().frozen(layers), trainable.embeddings());
    }
}
