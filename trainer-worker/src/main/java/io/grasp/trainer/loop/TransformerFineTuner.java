package io.grasp.trainer.loop;

import io.grasp.model.encoder.Dropout;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.TrainableEncoder;
import io.grasp.model.encoder.TrainedParts;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.Trainable;
import io.grasp.trainer.arguments.TrainableLayers;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.finetune.EmbeddedRows;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns what the arguments say: heads alone, or layers of the encoder with them. In the second case heads begin as
 * those that the frozen encoder would get, which keeps the first steps from spoiling what the encoder knows (Kumar et
 * al. 2022, linear probing then fine-tuning).
 */
public final class TransformerFineTuner implements FineTuner {
    private static final Logger LOG = LoggerFactory.getLogger(TransformerFineTuner.class);

    private final HeadsOnFrozenEncoder headsOnly = new HeadsOnFrozenEncoder();
    private final Optional<Path> checkpoints;

    /**
     * A fine-tuner.
     *
     * @param checkpoints the directory of the checkpoints; if empty, none are written
     */
    public TransformerFineTuner(Optional<Path> checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public FineTuned fineTune(Dataset dataset, EncoderFiles base, TrainingArguments arguments, Progress progress) {
        FineTuned probe = headsOnly.fineTune(dataset, base, arguments, progress);
        if (arguments.trainable().layers().kind() == TrainableLayers.Kind.HEADS) {
            return probe;
        }
        try (FineTuningRun run = open(dataset, base, arguments, probe, progress)) {
            Optional<Path> from = arguments.saving().resumeFromCheckpoint();
            Optional<Checkpoint> resumed = from.map(CheckpointDirectory::read);
            FineTuningRun.Learnt learnt =
                    run.run(resumed, resumed.isEmpty() ? null : bestBeside(from.orElseThrow(), resumed.get()));
            LOG.atInfo()
                    .addKeyValue("steps", learnt.end().globalStep())
                    .addKeyValue("best", learnt.end().best())
                    .log("Encoder fine-tuned");
            EmbeddedRows vectors = new EmbeddedRows(
                    learnt.encoder(), arguments.pooling(), arguments.maxLength(), arguments.perDeviceEvalBatchSize());
            return new FineTuned(learnt.encoder(), learnt.heads(), arguments.pooling(), arguments.maxLength(), vectors);
        }
    }

    private FineTuningRun open(
            Dataset dataset, EncoderFiles base, TrainingArguments arguments, FineTuned probe, Progress progress) {
        double dropout = arguments.regularization().dropout();
        TrainableEncoder encoder = new TrainableEncoder(
                base,
                arguments.pooling(),
                arguments.maxLength(),
                parts(arguments.trainable(), base),
                new Dropout(dropout, dropout));
        return new FineTuningRun(
                dataset,
                arguments,
                encoder,
                probe.heads(),
                Fingerprint.of(dataset, base, arguments),
                checkpoints.map(CheckpointDirectory::new),
                progress);
    }

    /** The parameters of the best model so far, if its checkpoint is still beside this one. */
    private static @Nullable Map<String, Tensor> bestBeside(Path place, Checkpoint checkpoint) {
        TrainerState state = checkpoint.state().trainer();
        BestSoFar best = state.best();
        if (best == null) {
            return null;
        }
        if (best.step() == state.globalStep()) {
            return checkpoint.parameters();
        }
        Path sibling = place.resolveSibling("checkpoint-" + best.step());
        return Files.isDirectory(sibling) ? CheckpointDirectory.read(sibling).parameters() : null;
    }

    private static TrainedParts parts(Trainable trainable, EncoderFiles base) {
        int layers = base.config().layers();
        return new TrainedParts(layers - trainable.layers().frozen(layers), trainable.embeddings());
    }
}
