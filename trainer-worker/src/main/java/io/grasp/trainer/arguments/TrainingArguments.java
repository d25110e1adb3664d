package io.grasp.trainer.arguments;

import io.grasp.model.encoder.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a person may decide about a training. Names and meaning are those of Hugging Face's {@code TrainingArguments}
 * 5.x where it has them, and so are defaults, but for those that a small encoder on a few cores needs otherwise: how
 * long it trains, how fast, in which batches, and how often it logs.
 */
public record TrainingArguments(
        Inputs inputs,
        Trainable trainable,
        Batches batches,
        Optimization optimization,
        Scheduling scheduling,
        Regularization regularization,
        Watching watching,
        Saving saving,
        Abstention abstention,
        Randomness randomness) {
    private static final List<Part<?>> PARTS = List.of(
            new Part<>(Inputs.GROUP, TrainingArguments::inputs),
            new Part<>(Trainable.GROUP, TrainingArguments::trainable),
            new Part<>(Batches.GROUP, TrainingArguments::batches),
            new Part<>(Optimization.GROUP, TrainingArguments::optimization),
            new Part<>(Scheduling.GROUP, TrainingArguments::scheduling),
            new Part<>(Regularization.GROUP, TrainingArguments::regularization),
            new Part<>(Watching.GROUP, TrainingArguments::watching),
            new Part<>(Saving.GROUP, TrainingArguments::saving),
            new Part<>(Abstention.GROUP, TrainingArguments::abstention),
            new Part<>(Randomness.GROUP, TrainingArguments::randomness));

    /**
     * Checks all of them at once.
     *
     * @throws InvalidArgumentsException naming every argument that is out of range or contradicts another
     */
    public TrainingArguments {
        List<String> problems = new ArrayList<>(Stream.of(
                        Inputs.GROUP.problemsIn(inputs),
                        Trainable.GROUP.problemsIn(trainable),
                        Batches.GROUP.problemsIn(batches),
                        Optimization.GROUP.problemsIn(optimization),
                        Scheduling.GROUP.problemsIn(scheduling),
                        Regularization.GROUP.problemsIn(regularization),
                        Watching.GROUP.problemsIn(watching),
                        Saving.GROUP.problemsIn(saving),
                        Abstention.GROUP.problemsIn(abstention),
                        Randomness.GROUP.problemsIn(randomness))
                .flatMap(Function.identity())
                .toList());
        problems.addAll(contradictions(inputs, trainable, optimization, scheduling, watching, saving, abstention));
        if (!problems.isEmpty()) {
            throw new InvalidArgumentsException(String.join("; ", problems));
        }
    }

    public static TrainingArguments defaults() {
        return of(ArgumentValues.none());
    }

    /**
     * The arguments that somebody wrote; what is not there has its default.
     *
     * @throws InvalidArgumentsException naming every problem, unknown names with the nearest known one
     */
    public static TrainingArguments of(ArgumentValues values) {
        ArgumentReader given = new ArgumentReader(values);
        Inputs inputs = Inputs.of(given);
        Trainable trainable = Trainable.of(given);
        Batches batches = Batches.of(given);
        Optimization optimization = Optimization.of(given);
        Scheduling scheduling = Scheduling.of(given);
        Regularization regularization = Regularization.of(given);
        Watching watching = Watching.of(given);
        Saving saving = Saving.of(given);
        Abstention abstention = Abstention.of(given);
        Randomness randomness = Randomness.of(given);
        contradictions(inputs, trainable, optimization, scheduling, watching, saving, abstention)
                .forEach(given::problem);
        given.failIfInvalid("training argument");
        return new TrainingArguments(
                inputs,
                trainable,
                batches,
                optimization,
                scheduling,
                regularization,
                watching,
                saving,
                abstention,
                randomness);
    }

    /** These, but for some by name: {@code with(Map.of("learning_rate", 1e-3))}. */
    public TrainingArguments with(Map<String, ?> others) {
        return of(ArgumentValues.of(toMap()).overriddenBy(ArgumentValues.of(others)));
    }

    /** What help says of each argument, in order. */
    public static List<ArgumentDescription> descriptions() {
        return PARTS.stream().flatMap(part -> part.group().descriptions()).toList();
    }

    /** These arguments by name, for a model card or a JSON file; {@link #of} them is this again. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        PARTS.forEach(part -> part.write(this, map));
        return map;
    }

    public long seed() {
        return randomness.seed();
    }

    public int maxLength() {
        return inputs.maxLength();
    }

    public boolean lexical() {
        return inputs.lexical();
    }

    public Reading reading() {
        return inputs.reading();
    }

    /** Empty if it was left to the training. */
    public OptionalDouble weightDecay() {
        return optimization.weightDecay().stream()
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    public int perDeviceEvalBatchSize() {
        return watching.perDeviceEvalBatchSize();
    }

    public ClassWeights classWeights() {
        return regularization.classWeights();
    }

    private static List<String> contradictions(
            Inputs inputs,
            Trainable trainable,
            Optimization optimization,
            Scheduling scheduling,
            Watching watching,
            Saving saving,
            Abstention abstention) {
        List<String> problems = new ArrayList<>(abstention.contradictions());
        if (inputs.isContradictory()) {
            problems.add(
                    "attention text_to_context needs pooling text_mean but it is %s: set attention to bidirectional"
                            .formatted(ArgumentType.name(inputs.pooling())));
        }
        if (trainable.embeddings() && trainable.layers().kind() != TrainableLayers.Kind.ALL) {
            problems.add("train_embeddings needs train_layers all but it is %s".formatted(trainable.layers()));
        }
        Set<String> superfluous = scheduling.shape().unknownTo(scheduling.type());
        if (!superfluous.isEmpty()) {
            problems.add("lr_scheduler_type %s has no %s in lr_scheduler_kwargs"
                    .formatted(ArgumentType.name(scheduling.type()), String.join(", ", superfluous)));
        }
        if (scheduling.type() == SchedulerType.POLYNOMIAL
                && !(scheduling.shape().lrEnd() < optimization.learningRate())) {
            problems.add("lr_end of lr_scheduler_kwargs must be below learning_rate %s but is %s"
                    .formatted(optimization.learningRate(), scheduling.shape().lrEnd()));
        }
        if (watching.evalStrategy() == IntervalStrategy.NO) {
            needingEvaluation(scheduling, watching, saving)
                    .forEach(name -> problems.add(name + " needs evaluations: set eval_strategy to steps or epoch"));
        } else if (saving.loadBestModelAtEnd()) {
            problems.addAll(saveAndEvaluateApart(watching, saving));
        }
        return problems;
    }

    private static List<String> needingEvaluation(Scheduling scheduling, Watching watching, Saving saving) {
        List<String> names = new ArrayList<>();
        if (scheduling.type() == SchedulerType.REDUCE_LR_ON_PLATEAU) {
            names.add("lr_scheduler_type reduce_lr_on_plateau");
        }
        if (watching.earlyStoppingPatience().isPresent()) {
            names.add("early_stopping_patience");
        }
        if (saving.saveStrategy() == SaveStrategy.BEST) {
            names.add("save_strategy best");
        }
        if (saving.loadBestModelAtEnd()) {
            names.add("load_best_model_at_end");
        }
        return names;
    }

    /** As Hugging Face has it: the best model can be loaded only if it was saved when it was evaluated. */
    private static List<String> saveAndEvaluateApart(Watching watching, Saving saving) {
        if (saving.saveStrategy() == SaveStrategy.BEST) {
            return List.of();
        }
        String save = ArgumentType.name(saving.saveStrategy());
        String evaluate = ArgumentType.name(watching.evalStrategy());
        if (!save.equals(evaluate)) {
            return List.of("load_best_model_at_end needs save_strategy %s or best, as eval_strategy, but it is %s"
                    .formatted(evaluate, save));
        }
        StepCount between = watching.stepsBetweenEvaluations();
        boolean together = between.isRatio() == saving.saveSteps().isRatio()
                && isMultiple(saving.saveSteps().value(), between.value());
        return watching.evalStrategy() == IntervalStrategy.STEPS && !together
                ? List.of("load_best_model_at_end needs save_steps to be a multiple of eval_steps %s but it is %s"
                        .formatted(between.written(), saving.saveSteps().written()))
                : List.of();
    }

    private static boolean isMultiple(double value, double of) {
        double times = value / of;
        return Math.abs(times - Math.rint(times)) < 1e-9;
    }

    private record Part<G>(ArgumentGroup<G> group, Function<TrainingArguments, G> of) {
        void write(TrainingArguments arguments, Map<String, Object> map) {
            group.write(of.apply(arguments), map);
        }
    }
}
