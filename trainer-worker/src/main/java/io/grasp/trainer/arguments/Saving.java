package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.flag;
import static io.grasp.trainer.arguments.ArgumentType.oneOf;
import static io.grasp.trainer.arguments.ArgumentType.orNone;
import static io.grasp.trainer.arguments.ArgumentType.text;
import static io.grasp.trainer.arguments.ArgumentType.wholeNumber;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which checkpoints are written and kept, and where to go on from.
 *
 * @param saveTotalLimit how many checkpoints are kept, the best one always; if empty, all
 * @param loadBestModelAtEnd whether the best model is the result, and not the last
 * @param resumeFromCheckpoint the directory of a checkpoint
 */
public record Saving(
        SaveStrategy saveStrategy,
        StepCount saveSteps,
        Optional<Integer> saveTotalLimit,
        boolean loadBestModelAtEnd,
        Optional<Path> resumeFromCheckpoint) {
    private static final Argument<Saving, SaveStrategy> SAVE_STRATEGY = new Argument<>(
            "save_strategy",
            "S",
            oneOf(SaveStrategy.class),
            SaveStrategy.STEPS,
            "When to write a checkpoint: no, steps, epoch, or best (whenever the metric for the best model improves).",
            Saving::saveStrategy);
    private static final Argument<Saving, StepCount> SAVE_STEPS = new Argument<>(
            "save_steps",
            "X",
            Watching.SOME_STEPS,
            new StepCount(500),
            "Steps between checkpoints; below 1: a ratio of all steps.",
            Saving::saveSteps);
    private static final Argument<Saving, Optional<Integer>> SAVE_TOTAL_LIMIT = new Argument<>(
            "save_total_limit",
            "N",
            orNone(wholeNumber(1, Integer.MAX_VALUE)),
            Optional.empty(),
            "Most checkpoints to keep, the best one always; none: all.",
            Saving::saveTotalLimit);
    private static final Argument<Saving, Boolean> LOAD_BEST_MODEL_AT_END = new Argument<>(
            "load_best_model_at_end",
            "B",
            flag(),
            false,
            "Whether the best model is the result, and not the last.",
            Saving::loadBestModelAtEnd);
    private static final Argument<Saving, Optional<Path>> RESUME_FROM_CHECKPOINT = new Argument<>(
            "resume_from_checkpoint",
            "DIR",
            orNone(path()),
            Optional.empty(),
            "Checkpoint to go on from; none: begin anew.",
            Saving::resumeFromCheckpoint);
    static final ArgumentGroup<Saving> GROUP = new ArgumentGroup<>(
            "Checkpoints",
            List.of(SAVE_STRATEGY, SAVE_STEPS, SAVE_TOTAL_LIMIT, LOAD_BEST_MODEL_AT_END, RESUME_FROM_CHECKPOINT));

    private static ArgumentType<Path> path() {
        ArgumentType<String> text = text("the directory of a checkpoint");
        return new ArgumentType<>(
                text.mustBe(), node -> Path.of(text.reader().apply(node)), path -> true, Path::toString);
    }

    static Saving of(ArgumentReader given) {
        return new Saving(
                given.value(SAVE_STRATEGY),
                given.value(SAVE_STEPS),
                given.value(SAVE_TOTAL_LIMIT),
                given.value(LOAD_BEST_MODEL_AT_END),
                given.value(RESUME_FROM_CHECKPOINT));
    }
}
