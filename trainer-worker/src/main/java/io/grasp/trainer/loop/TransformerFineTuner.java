package io.grasp.trainer.loop;

import io.grasp.model.Task;
import io.grasp.model.encoder.Dropout;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.TrainableEncoder;
import io.grasp.model.encoder.TrainedParts;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.Progress;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
        int batchSize = arguments.batches().perDeviceTrainBatchSize();
        return arguments.batches().autoFindBatchSize()
                ? FittingBatch.find(
                        batchSize,
                        size -> train(
                                dataset, start, arguments.with(Map.of("per_device_train_batch_size", size)), progress))
                : train(dataset, start, arguments, progress);
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
        try (FineTuningRun run =
                open(dataset, start.encoder(), beginnings, arguments, fingerprint, opened.directory(), progress)) {
            FineTuningRun.Learnt learnt = run.run(opened.resumed());
            LOG.atInfo()
                    .addKeyValue("steps", learnt.end().globalStep())
                    .addKeyValue("best", learnt.end().best())
                    .log("Encoder fine-tuned");
            EmbeddedRows vectors = new EmbeddedRows(
                    learnt.encoder(), arguments.pooling(), arguments.maxLength(), arguments.perDeviceEvalBatchSize());
            return new FineTuned(
                    learnt.encoder(),
                    learnt.heads(),
                    arguments.pooling(),
                    arguments.maxLength(),
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
                new TrainableEncoder(base, arguments.pooling(), parts, new Dropout(dropout, dropout), rows.all());
        return new FineTuningRun(
                dataset,
                arguments,
                rows,
                frozenStates.open(base, encoder.frozenLayers()),
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
