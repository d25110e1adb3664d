package io.grasp.trainer.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.grasp.model.EncodedInput;
import io.grasp.model.Task;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.PyTorchRuntime;
import io.grasp.model.encoder.TrainableEncoder;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.EmbeddedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    private final Dataset dataset;
    private final TrainingArguments arguments;
    private final Optional<CheckpointDirectory> checkpoints;
    private final String fingerprint;
    private final Progress progress;
    private final int threads = Runtime.getRuntime().availableProcessors();

    private final TrainableEncoder encoder;
    private final TrainableHeads heads;
    private final AdamW optimizer;
    private final List<TaskLoss> losses;
    private final SortedMap<String, NDArray> parameters = new TreeMap<>();
    private final List<EncodedInput> inputs;
    private final int[] lengths;
    private final StepPlan plan;
    private final LearningRateSchedule schedule;

    private LearningRateSchedule.State scheduleState;
    private final RunningMean loss = new RunningMean();
    private @Nullable Map<String, Tensor> bestParameters;
    private @Nullable EpochPlan epoch;
    private int epochNumber;

    /**
     * A run before its first step.
     *
     * @param encoder where to begin; owned by this run from now on
     * @param beginnings one head a task of {@code dataset}
     * @param fingerprint of all that a checkpoint must fit
     * @param checkpoints where they go, if anywhere
     */
    FineTuningRun(
            Dataset dataset,
            TrainingArguments arguments,
            TrainableEncoder encoder,
            List<ClassificationHead> beginnings,
            String fingerprint,
            Optional<CheckpointDirectory> checkpoints,
            Progress progress) {
        this.dataset = dataset;
        this.arguments = arguments;
        this.checkpoints = checkpoints;
        this.fingerprint = fingerprint;
        this.progress = progress;
        this.encoder = encoder;
        NDManager memory = encoder.newScratch();
        this.heads = new TrainableHeads(beginnings, memory);
        this.optimizer = new AdamW(adamW(arguments), memory);
        encoder.trained().forEach((name, parameter) -> learn(name, parameter, false));
        heads.parameters().forEach((name, parameter) -> learn(name, parameter, true));
        this.losses = dataset.tasks().stream().map(this::loss).toList();
        this.inputs = dataset.training().stream()
                .map(row -> encoder.encode(row.input()))
                .toList();
        this.lengths = inputs.stream().mapToInt(EncodedInput::length).toArray();
        this.plan = StepPlan.of(dataset.training().size(), arguments.batches());
        this.schedule = new LearningRateSchedule(arguments, plan.maxSteps());
        this.scheduleState = schedule.start();
    }

    /**
     * Trains to the end and returns what was learnt: the best or the last, as the arguments say.
     *
     * @param resumed where to go on, if anywhere
     * @param bestSoFar the best model's parameters, if they are known and are not the resumed ones
     * @throws IllegalArgumentException if the checkpoint is of another training
     */
    Learnt run(Optional<Checkpoint> resumed, @Nullable Map<String, Tensor> bestSoFar) {
        CallbackHandler callbacks = new CallbackHandler(arguments, CallbackHandler.found());
        resumed.ifPresent(checkpoint -> resume(checkpoint, callbacks));
        bestParameters = bestSoFar;
        TrainerState begin =
                resumed.map(checkpoint -> checkpoint.state().trainer()).orElseGet(() -> TrainerState.start(plan));
        TrainingLoop loop = new TrainingLoop(plan, MetricForBestModel.of(arguments.watching()), callbacks, this, begin);
        progress.start("Training", plan.maxSteps());
        progress.advance(begin.globalStep());
        TrainerState end;
        try {
            end = loop.run();
        } finally {
            progress.done();
        }
        if (arguments.saving().loadBestModelAtEnd() && bestParameters != null) {
            restore(bestParameters);
        }
        return new Learnt(encoder.snapshot(), heads.snapshot(), end);
    }

    private void resume(Checkpoint checkpoint, CallbackHandler callbacks) {
        if (!checkpoint.state().fingerprint().equals(fingerprint)) {
            throw new IllegalArgumentException(
                    "The checkpoint is of another training: rows, base or arguments differ. Train anew, or with the same");
        }
        restore(checkpoint.parameters());
        optimizer.restore(checkpoint.moments(), checkpoint.state().trainer().globalStep());
        scheduleState = checkpoint.state().schedule();
        callbacks.importState(checkpoint.state().callbacks());
    }

    @Override
    public void update(TrainerState state) {
        int steps = state.globalStep();
        EpochPlan rows = epoch(plan.epochAfter(steps));
        List<List<Integer>> batches =
                rows.from(plan.firstBatchAfter(steps)).subList(0, plan.batchesOfUpdateAfter(steps));
        PyTorchRuntime.useThreads(threads);
        try {
            update(batches, steps);
        } finally {
            PyTorchRuntime.useThreads(1);
        }
        progress.advance(1);
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
        double norm = optimizer.step(schedule.after(steps, scheduleState));
        if (!Double.isFinite(stepLoss) || !Double.isFinite(norm)) {
            throw diverged(batches);
        }
        loss.add(stepLoss);
    }

    private double backward(List<Integer> batch, int parts, GradientCollector collector) {
        List<LabeledRow> rows = batch.stream().map(dataset.training()::get).toList();
        try (NDManager scratch = encoder.newScratch()) {
            NDArray pooled =
                    encoder.embedForTraining(batch.stream().map(inputs::get).toList(), scratch);
            List<NDArray> terms = new ArrayList<>();
            for (int task = 0; task < losses.size(); task++) {
                losses.get(task).of(heads.logits(task, pooled), rows).ifPresent(terms::add);
            }
            if (terms.isEmpty()) {
                return 0;
            }
            NDArray sum = terms.stream().reduce(NDArray::add).orElseThrow().div(parts);
            collector.backward(sum);
            return sum.getFloat();
        }
    }

    @Override
    public Map<String, Double> log(TrainerState state) {
        LearningRates rates = schedule.after(state.globalStep(), scheduleState);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss.take());
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
        List<LabeledRow> rows = dataset.validation();
        EmbeddedRows vectors = new EmbeddedRows(
                encoder.snapshot(), arguments.pooling(), arguments.maxLength(), arguments.perDeviceEvalBatchSize());
        Evaluation evaluation =
                Evaluation.of(heads.snapshot(), rows, vectors.of(rows, "Embedding validation rows", Progress.none()));
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("macro_f1", evaluation.meanMacroF1().orElse(0));
        evaluation
                .tasks()
                .forEach(task -> metrics.put(
                        task.task().name() + "_macro_f1", task.overall().macroF1()));
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

    @Override
    public void keepBest(TrainerState state) {
        if (arguments.saving().loadBestModelAtEnd()) {
            bestParameters = copy();
        }
    }

    @Override
    public void save(TrainerState state, Map<String, Map<String, String>> callbacks) {
        checkpoints.ifPresent(directory -> {
            directory.write(new Checkpoint(
                    new Checkpoint.State(Checkpoint.FORMAT, fingerprint, state, scheduleState, callbacks),
                    copy(),
                    optimizer.state()));
            BestSoFar best = state.best();
            arguments
                    .saving()
                    .saveTotalLimit()
                    .ifPresent(limit -> directory.keep(limit, best == null ? 0 : best.step()));
        });
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

    private IllegalStateException diverged(List<List<Integer>> batches) {
        List<String> ids = batches.stream()
                .flatMap(List::stream)
                .map(row -> dataset.training().get(row).id())
                .toList();
        return new IllegalStateException(
                "Training diverged in step %d, on the rows %s: the loss or its gradient is no finite number. Lower learning_rate%s"
                        .formatted(
                                optimizer.steps(),
                                ids,
                                checkpoints
                                        .flatMap(CheckpointDirectory::latest)
                                        .map(last -> ", or go on from " + last)
                                        .orElse("")));
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
    }

    /**
     * What a run learnt.
     *
     * @param end where it ended
     */
    record Learnt(EncoderFiles encoder, List<ClassificationHead> heads, TrainerState end) {}

    /** The mean loss of the steps since it was last taken. */
    private static final class RunningMean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        double take() {
            double mean = count == 0 ? 0 : sum / count;
            sum = 0;
            count = 0;
            return mean;
        }
    }
}
