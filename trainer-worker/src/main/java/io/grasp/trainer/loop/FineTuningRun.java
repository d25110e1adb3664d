package io.grasp.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.grasp.model.EncodedInput;
import io.grasp.model.Task;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.InputWindows;
import io.grasp.model.encoder.PyTorchRuntime;
import io.grasp.model.encoder.TrainableEncoder;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.FrozenStates;
import io.grasp.trainer.finetune.TrainingSpeed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training of heads and encoder together, step by step. Every number in it follows from its arguments, its rows and
 * the step, so that a run which is killed and resumed ends with the same weights. Owns native memory until
 * {@link #close}. For one thread.
 */
final class FineTuningRun implements TrainingLoop.Work, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FineTuningRun.class);
    private static final String ENGINE = "PyTorch";
    private static final int MAX_ROWS_NAMED = 32;

    private final Dataset dataset;
    private final TrainingArguments arguments;
    private final Optional<CheckpointDirectory> checkpoints;
    private final Fingerprint fingerprint;
    private final Progress progress;
    private final int threads = Runtime.getRuntime().availableProcessors();

    private final FrozenStates.Reader reader;
    private final TrainableEncoder encoder;
    private final TrainableHeads heads;
    private final AdamW optimizer;
    private final List<TaskLoss> losses;
    private final SortedMap<String, NDArray> parameters = new TreeMap<>();
    private final TokenizedRows rows;
    private final int[] lengths;
    private final StepPlan plan;
    private final LearningRateSchedule schedule;

    private LearningRateSchedule.State scheduleState;
    private LossSoFar loss = LossSoFar.NONE;
    private long samples;
    private @Nullable Map<String, Tensor> bestParameters;
    private @Nullable EpochPlan epoch;
    private int epochNumber;

    /**
     * A run before its first step.
     *
     * @param rows those of {@code dataset}
     * @param reader of the layers below those that {@code encoder} trains; owned by this run from now on
     * @param encoder where to begin; owned by this run from now on
     * @param beginnings one head a task of {@code dataset}
     * @param fingerprint of all that a checkpoint must fit
     * @param checkpoints where they go, if anywhere
     */
    FineTuningRun(
            Dataset dataset,
            TrainingArguments arguments,
            TokenizedRows rows,
            FrozenStates.Reader reader,
            TrainableEncoder encoder,
            List<ClassificationHead> beginnings,
            Fingerprint fingerprint,
            Optional<CheckpointDirectory> checkpoints,
            Progress progress) {
        this.dataset = dataset;
        this.arguments = arguments;
        this.checkpoints = checkpoints;
        this.fingerprint = fingerprint;
        this.progress = progress;
        this.rows = rows;
        this.reader = reader;
        this.encoder = encoder;
        this.heads = new TrainableHeads(beginnings, encoder.newScratch());
        this.optimizer = new AdamW(adamW(arguments));
        encoder.trained().forEach((name, parameter) -> learn(name, parameter, false));
        heads.parameters().forEach((name, parameter) -> learn(name, parameter, true));
        this.losses = dataset.tasks().stream().map(this::loss).toList();
        this.lengths = rows.training().stream().mapToInt(EncodedInput::length).toArray();
        this.plan = StepPlan.of(dataset.training().size(), arguments.batches());
        this.schedule = new LearningRateSchedule(arguments, plan.maxSteps());
        this.scheduleState = schedule.start();
    }

    /**
     * Trains to the end and returns what was learnt: the best or the last, as the arguments say.
     *
     * @param resumed where to go on, if anywhere; of this training
     */
    Learnt run(Optional<Checkpoints.Resumed> resumed) {
        CallbackHandler callbacks = new CallbackHandler(arguments, CallbackHandler.found());
        resumed.ifPresent(from -> resume(from, callbacks));
        TrainerState begin =
                resumed.map(from -> from.checkpoint().state().trainer()).orElseGet(() -> TrainerState.start(plan));
        TrainingLoop loop =
                new TrainingLoop(plan, MetricForBestModel.of(arguments.watching()), callbacks, this, begin, progress);
        reader.prepare(rows.training(), progress);
        long begun = System.nanoTime();
        TrainerState end = loop.run();
        if (arguments.batches().refit() > 0) {
            saveUnlessSaved(end, callbacks);
        }
        TrainingSpeed speed = new TrainingSpeed(
                samples, end.globalStep() - begin.globalStep(), Duration.ofNanos(System.nanoTime() - begun));
        if (arguments.saving().loadBestModelAtEnd() && bestParameters != null) {
            restore(bestParameters);
        } else {
            refuseIfDiverged(end);
        }
        return new Learnt(encoder.snapshot(), heads.snapshot(), end, speed);
    }

    /** What comes after this run may be killed too, and must not cost it. */
    private void saveUnlessSaved(TrainerState end, CallbackHandler callbacks) {
        boolean isWhole = end.globalStep() == plan.maxSteps();
        boolean isSaved = checkpoints
                .map(directory -> Files.isDirectory(directory.at(end.globalStep())))
                .orElse(true);
        if (isWhole && !isSaved) {
            var unused = save(end, callbacks.exportState());
        }
    }

    private void resume(Checkpoints.Resumed from, CallbackHandler callbacks) {
        Checkpoint checkpoint = from.checkpoint();
        restore(checkpoint.parameters());
        optimizer.restore(checkpoint.moments(), checkpoint.state().trainer().globalStep());
        scheduleState = checkpoint.state().schedule();
        loss = checkpoint.state().loss();
        bestParameters = from.best();
        callbacks.importState(checkpoint.state().callbacks());
    }

    @Override
    public void update(TrainerState state) {
        int steps = state.globalStep();
        List<List<Integer>> batches = batchesAfter(steps);
        PyTorchRuntime.useThreads(threads);
        try {
            update(batches, steps);
        } finally {
            PyTorchRuntime.useThreads(1);
        }
        samples += batches.stream().mapToInt(List::size).sum();
    }

    private List<List<Integer>> batchesAfter(int steps) {
        return epoch(plan.epochAfter(steps))
                .from(plan.firstBatchAfter(steps))
                .subList(0, plan.batchesOfUpdateAfter(steps));
    }

    private EpochPlan epoch(int number) {
        EpochPlan known = epoch;
        if (known == null || epochNumber != number) {
            known = EpochPlan.of(
                    lengths,
                    arguments.batches().perDeviceTrainBatchSize(),
                    arguments.batches().trainSamplingStrategy(),
                    arguments.randomness().orderSeed(),
                    number);
            epoch = known;
            epochNumber = number;
        }
        return known;
    }

    private void update(List<List<Integer>> batches, int steps) {
        // dropout draws from it; set anew each step, so that a resumed run draws the same
        Engine.getEngine(ENGINE).setRandomSeed(Math.floorMod(arguments.seed() * 1_000_003L + steps, 1 << 30));
        double stepLoss = 0;
        try (GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
            for (List<Integer> batch : batches) {
                stepLoss += backward(batch, batches.size(), collector);
            }
        }
        if (!Double.isFinite(stepLoss)) {
            throw diverged(steps, "the loss");
        }
        double norm = optimizer.step(schedule.after(steps, scheduleState));
        if (!Double.isFinite(norm)) {
            throw diverged(steps, "the gradient");
        }
        loss = loss.plus(stepLoss);
        progress.note(String.format(Locale.ROOT, "loss %.3f", stepLoss));
    }

    private double backward(List<Integer> batch, int parts, GradientCollector collector) {
        List<LabeledRow> labeled = batch.stream().map(dataset.training()::get).toList();
        List<EncodedInput> tokens = batch.stream().map(rows.training()::get).toList();
        try (NDManager scratch = encoder.newScratch()) {
            NDArray pooled = encoder.embedForTraining(reader.read(tokens), scratch);
            List<NDArray> terms = new ArrayList<>();
            for (int task = 0; task < losses.size(); task++) {
                losses.get(task).of(heads.logits(task, pooled), labeled).ifPresent(terms::add);
            }
            if (terms.isEmpty()) {
                return 0;
            }
            // a number in the engine's own memory: that of div(Number) is Java's, which may free it before it is read
            NDArray sum = terms.stream().reduce(NDArray::add).orElseThrow().div(scratch.full(new Shape(), parts));
            collector.backward(sum);
            return sum.getFloat();
        }
    }

    @Override
    public Map<String, Double> log(TrainerState state) {
        LearningRates rates = schedule.after(state.globalStep(), scheduleState);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss.mean());
        loss = LossSoFar.NONE;
        values.put("learning_rate", rates.encoder());
        values.put("head_learning_rate", rates.heads());
        LOG.atDebug()
                .addKeyValue("step", state.globalStep())
                .addKeyValue("values", values)
                .log("Training");
        return values;
    }

    @Override
    public Map<String, Double> evaluate(TrainerState state) {
        refuseIfDiverged(state);
        Evaluation evaluation = Evaluation.of(heads.snapshot(), dataset.validation(), embedded(rows.validation()));
        Map<String, Double> metrics = new LinkedHashMap<>(evaluation.figures());
        metrics.putIfAbsent("macro_f1", 0.0);
        metrics.putIfAbsent("loss", metrics.getOrDefault("log_loss", 0.0));
        if (state.globalStep() > 0) {
            scheduleState = schedule.evaluated(
                    scheduleState, MetricForBestModel.of(arguments.watching()).in(metrics));
        }
        LOG.atInfo()
                .addKeyValue("step", state.globalStep())
                .addKeyValue("metrics", metrics)
                .log("Evaluated");
        return metrics;
    }

    /** Vectors of the encoder as it is now, in the inputs' order. */
    private List<float[]> embedded(List<EncodedInput> inputs) {
        InputWindows windows = new InputWindows(inputs);
        return windows.pooled(embeddedWindows(windows.all()));
    }

    private List<float[]> embeddedWindows(List<EncodedInput> inputs) {
        reader.prepare(inputs, Progress.none());
        List<Integer> byLength = IntStream.range(0, inputs.size())
                .boxed()
                .sorted(Comparator.comparingInt(row -> inputs.get(row).length()))
                .toList();
        float[][] vectors = new float[inputs.size()][];
        PyTorchRuntime.useThreads(threads);
        try {
            int size = arguments.perDeviceEvalBatchSize();
            for (int from = 0; from < byLength.size(); from += size) {
                List<Integer> batch = byLength.subList(from, Math.min(byLength.size(), from + size));
                float[][] embedded = encoder.embed(
                        reader.read(batch.stream().map(inputs::get).toList()));
                for (int i = 0; i < embedded.length; i++) {
                    vectors[batch.get(i)] = embedded[i];
                }
            }
        } finally {
            PyTorchRuntime.useThreads(1);
        }
        return Arrays.asList(vectors);
    }

    @Override
    public void keepBest(TrainerState state) {
        if (arguments.saving().loadBestModelAtEnd()) {
            bestParameters = copy();
        }
    }

    @Override
    public Optional<Path> save(TrainerState state, Map<String, Map<String, String>> callbacks) {
        return checkpoints.map(directory -> {
            Checkpoint checkpoint = new Checkpoint(
                    new Checkpoint.State(
                            Checkpoint.FORMAT,
                            fingerprint,
                            state,
                            scheduleState,
                            loss,
                            callbacks,
                            dataset.labelOffsets()),
                    copy(),
                    optimizer.state());
            if (!checkpoint.isFinite()) {
                throw diverged(state.globalStep() - 1, "a parameter after it");
            }
            Path place = directory.write(checkpoint);
            BestSoFar best = state.best();
            arguments
                    .saving()
                    .saveTotalLimit()
                    .ifPresent(limit -> directory.keep(limit, best == null ? 0 : best.step()));
            return place;
        });
    }

    private void refuseIfDiverged(TrainerState state) {
        if (state.globalStep() > 0 && !parameters.values().stream().allMatch(FineTuningRun::isFinite)) {
            throw diverged(state.globalStep() - 1, "a parameter after it");
        }
    }

    private static boolean isFinite(NDArray parameter) {
        for (float value : parameter.toFloatArray()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private Map<String, Tensor> copy() {
        Map<String, Tensor> copy = new TreeMap<>();
        parameters.forEach((name, parameter) ->
                copy.put(name, new Tensor(parameter.getShape().getShape(), parameter.toFloatArray())));
        return copy;
    }

    private void restore(Map<String, Tensor> values) {
        parameters.forEach((name, parameter) -> {
            Tensor tensor = values.get(name);
            if (tensor == null || !tensor.hasShape(parameter.getShape().getShape())) {
                throw new IllegalArgumentException(
                        "The checkpoint lacks %s in the shape %s".formatted(name, parameter.getShape()));
            }
            parameter.set(tensor.values());
        });
    }

    /** Names the rows of the update after {@code steps}, which is where to look first. */
    private IllegalStateException diverged(int steps, String what) {
        List<String> ids = batchesAfter(steps).stream()
                .flatMap(List::stream)
                .map(row -> dataset.training().get(row).id())
                .toList();
        String rows = ids.size() <= MAX_ROWS_NAMED
                ? String.join(", ", ids)
                : "%s and %d more"
                        .formatted(String.join(", ", ids.subList(0, MAX_ROWS_NAMED)), ids.size() - MAX_ROWS_NAMED);
        return new IllegalStateException(
                "Training diverged in step %d, on the rows %s: %s is no finite number. Lower learning_rate, or look at these rows. %s"
                        .formatted(
                                steps + 1,
                                rows,
                                what,
                                checkpoints.map(CheckpointDirectory::goingOn).orElse("No checkpoints were written")));
    }

    private void learn(String name, NDArray parameter, boolean isHead) {
        // biases and LayerNorms, which should stay where the data puts them, are the vectors among the parameters
        boolean decays = parameter.getShape().dimension() > 1;
        optimizer.add(name, parameter, decays, isHead ? LearningRates::heads : LearningRates::encoder);
        parameters.put(name, parameter);
    }

    private TaskLoss loss(Task task) {
        return new TaskLoss(
                task,
                LossWeights.of(task, dataset.training(), arguments.regularization()),
                arguments.regularization().labelSmoothingFactor());
    }

    private static AdamWArguments adamW(TrainingArguments arguments) {
        return new AdamWArguments(
                arguments.optimization().adamBeta1(),
                arguments.optimization().adamBeta2(),
                arguments.optimization().adamEpsilon(),
                arguments.weightDecay().orElse(0),
                arguments.optimization().maxGradNorm());
    }

    @Override
    public void close() {
        encoder.close();
        reader.close();
    }

    /**
     * What a run learnt.
     *
     * @param end where it ended
     */
    record Learnt(EncoderFiles encoder, List<ClassificationHead> heads, TrainerState end, TrainingSpeed speed) {}
}
