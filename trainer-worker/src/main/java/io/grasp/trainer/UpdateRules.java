package io.grasp.trainer;

import io.grasp.trainer.arguments.ArgumentValues;
import io.grasp.trainer.arguments.TrainingArguments;
import java.util.Map;

/**
 * When a round goes on from the champion, on what is fresh and a sample of what is old, instead of beginning anew on
 * everything; and how.
 *
 * @param freshShare at most this part of the labels may be fresh; 0: every round begins anew
 * @param replay at most so many old rows are learnt from again
 * @param arguments what differs from the arguments of a round that begins anew
 */
public record UpdateRules(double freshShare, int replay, ArgumentValues arguments) {
    /**
     * The heads and the two last layers learn, so that what lies below them need be computed only once for each row;
     * heads faster, since a new label's row is a guess at first.
     */
    private static final Map<String, Object> USUAL_ARGUMENTS = Map.of(
            "train_layers",
            "top:2",
            "train_embeddings",
            false,
            "num_train_epochs",
            3,
            "max_steps",
            -1,
            "learning_rate",
            5e-5,
            "head_learning_rate",
            1e-3,
            "eval_strategy",
            "no",
            "save_strategy",
            "no",
            "load_best_model_at_end",
            false,
            "refit",
            0);

    public static UpdateRules defaults() {
        return new UpdateRules(0.3, 400, ArgumentValues.of(USUAL_ARGUMENTS));
    }

    /** Whether so many fresh labels of so many are few enough. */
    boolean isUpdate(int fresh, int rows) {
        return fresh <= freshShare * rows;
    }

    /** Those of an update, where a round that begins anew has {@code anew}. */
    TrainingArguments of(TrainingArguments anew) {
        return TrainingArguments.of(ArgumentValues.of(anew.toMap()).overriddenBy(arguments));
    }
}
