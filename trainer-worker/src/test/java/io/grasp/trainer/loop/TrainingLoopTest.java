package io.grasp.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.trainer.Progress;
import io.grasp.trainer.StoppableProgress;
import io.grasp.trainer.StoppedException;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.finetune.LogEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Walks through trainings of 10 batches an epoch in which nothing is learnt, only told and asked for. */
class TrainingLoopTest {
    private final List<String> told = new ArrayList<>();
    private final List<Integer> updates = new ArrayList<>();
    private @Nullable TrainerState saved;
    private Map<String, Map<String, String>> savedCallbacks = Map.of();
    private Progress progress = Progress.none();
    private TrainerCallback callback = new TrainerCallback() {};
    private IntToDoubleFunction macroF1 = step -> 0.5;

    private TrainerState train(Map<String, ?> more) {
        TrainingArguments arguments = TrainingArguments.defaults()
                .with(Map.of("num_train_epochs", 2, "per_device_train_batch_size", 8, "logging_steps", 500))
                .with(more);
        StepPlan plan = StepPlan.of(80, arguments.batches());
        return loop(arguments, plan, new CallbackHandler(arguments, List.of(callback)), TrainerState.start(plan))
                .run();
    }

    private TrainingLoop loop(
            TrainingArguments arguments, StepPlan plan, CallbackHandler callbacks, TrainerState from) {
        return new TrainingLoop(
                plan, MetricForBestModel.of(arguments.watching()), callbacks, new Telling(), from, progress);
    }

    /** Does nothing but say so. */
    private final class Telling implements TrainingLoop.Work {
        @Override
        public void update(TrainerState state) {
            updates.add(state.globalStep());
        }

        @Override
        public Map<String, Double> log(TrainerState state) {
            told.add("log " + state.globalStep());
            return Map.of("loss", 1.0);
        }

        @Override
        public Map<String, Double> evaluate(TrainerState state) {
            told.add("evaluate " + state.globalStep());
            return Map.of("macro_f1", macroF1.applyAsDouble(state.globalStep()));
        }

        @Override
        public void keepBest(TrainerState state) {
            told.add("best " + state.globalStep());
        }

        @Override
        public Optional<Path> save(TrainerState state, Map<String, Map<String, String>> callbacks) {
            told.add("save " + state.globalStep());
            saved = state;
            savedCallbacks = callbacks;
            return Optional.of(Path.of("checkpoint-" + state.globalStep()));
        }
    }

    private List<String> told(String what) {
        return told.stream().filter(event -> event.startsWith(what)).toList();
    }

    @Test
    void byDefaultNothingIsEvaluatedAndTheLastStepIsSaved() {
        assertThat(train(Map.of()).globalStep()).isEqualTo(20);
        assertThat(told).containsExactly("save 20");
        assertThat(updates)
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void stepsBetweenLogsEvaluationsAndCheckpointsAreKept() {
        train(Map.of("logging_steps", 8, "eval_strategy", "steps", "eval_steps", 7, "save_steps", 9));
        assertThat(told("log")).containsExactly("log 8", "log 16");
        assertThat(told("evaluate")).containsExactly("evaluate 7", "evaluate 14", "evaluate 20");
        assertThat(told("save")).containsExactly("save 9", "save 18", "save 20");
    }

    @Test
    void stepsMayBeARatioAndEvaluationsGoByTheLogsIfNotToldOtherwise() {
        train(Map.of("logging_steps", 0.25, "eval_strategy", "steps", "save_steps", 0.5));
        assertThat(told("evaluate")).containsExactly("evaluate 5", "evaluate 10", "evaluate 15", "evaluate 20");
        assertThat(told("save")).containsExactly("save 10", "save 20");
    }

    @Test
    void anEpochsEndEvaluatesAndSavesBeItWithinAnEpoch() {
        train(Map.of("num_train_epochs", 1.5, "eval_strategy", "epoch", "save_strategy", "epoch"));
        assertThat(told).containsExactly("evaluate 10", "best 10", "save 10", "evaluate 15", "save 15");
    }

    @Test
    void savingCanBeLeftOut() {
        train(Map.of("save_strategy", "no"));
        assertThat(told).isEmpty();
    }

    @Test
    void aBetterModelIsSavedAndNoOther() {
        Map<String, Object> best = Map.of("save_strategy", "best", "eval_strategy", "steps", "eval_steps", 5);
        macroF1 = step -> step == 10 ? 0.1 : step / 20.0;
        assertThat(train(best).best()).isEqualTo(new BestSoFar(1, 20));
        assertThat(told("save")).containsExactly("save 5", "save 15", "save 20");
        assertThat(told("best")).containsExactly("best 5", "best 15", "best 20");
        told.clear();
        macroF1 = step -> step == 10 ? 0.9 : 0.5;
        assertThat(train(best).best()).isEqualTo(new BestSoFar(0.9, 10));
        assertThat(told("save")).containsExactly("save 5", "save 10");
    }

    @Test
    void theBestMayHaveTheLeastOfAMetric() {
        macroF1 = step -> step == 10 ? 0.1 : 0.5;
        assertThat(train(Map.of("eval_strategy", "epoch", "greater_is_better", false))
                        .best())
                .isEqualTo(new BestSoFar(0.1, 10));
    }

    @Test
    void whatIsEvaluatedBeforeTheFirstStepIsNotTheBest() {
        macroF1 = step -> step == 0 ? 0.9 : 0.5;
        TrainerState end = train(Map.of("eval_on_start", true, "eval_strategy", "epoch", "save_strategy", "no"));
        assertThat(told).containsExactly("evaluate 0", "evaluate 10", "best 10", "evaluate 20");
        assertThat(end.best()).isEqualTo(new BestSoFar(0.5, 10));
    }

    @Test
    void whatWasLoggedIsRemembered() {
        TrainerState end = train(Map.of("logging_steps", 15, "eval_strategy", "epoch"));
        assertThat(end.logHistory())
                .containsExactly(
                        new LogEntry(10, 1, Map.of("eval_macro_f1", 0.5)),
                        new LogEntry(15, 1.5, Map.of("loss", 1.0)),
                        new LogEntry(20, 2, Map.of("eval_macro_f1", 0.5)));
    }

    @Test
    void trainingThatImprovesNoMoreEndsEarly() {
        macroF1 = step -> step == 5 ? 0.9 : 0.5;
        TrainerState end = train(
                Map.of("early_stopping_patience", 2, "eval_strategy", "steps", "eval_steps", 5, "save_strategy", "no"));
        assertThat(told("evaluate")).containsExactly("evaluate 5", "evaluate 10", "evaluate 15");
        assertThat(end.globalStep()).isEqualTo(15);
    }

    /** Killed after each step, and gone on with from the checkpoint of that step. */
    @Test
    void aResumedTrainingDoesWhatTheUninterruptedOneDoes() {
        macroF1 = step -> step <= 6 ? step / 10.0 : 0.3;
        TrainingArguments arguments = TrainingArguments.defaults()
                .with(Map.of(
                        "num_train_epochs", 2,
                        "per_device_train_batch_size", 8,
                        "logging_steps", 500,
                        "early_stopping_patience", 3,
                        "eval_strategy", "steps",
                        "eval_steps", 3,
                        "save_steps", 1));
        TrainerState uninterrupted = train(arguments.toMap());
        assertThat(uninterrupted.globalStep()).isEqualTo(15);

        StepPlan plan = StepPlan.of(80, arguments.batches());
        TrainerState state = TrainerState.start(plan);
        savedCallbacks = Map.of();
        for (int kills = 0; kills < 20; kills++) {
            callback = new TrainerCallback() {
                @Override
                public TrainerControl onSave(TrainingArguments arguments, TrainerState state, TrainerControl control) {
                    return control.stopTraining();
                }
            };
            CallbackHandler callbacks = new CallbackHandler(arguments, List.of(callback));
            callbacks.importState(savedCallbacks);
            TrainerState end = loop(arguments, plan, callbacks, state).run();
            state = Objects.requireNonNull(saved);
            assertThat(end).isEqualTo(state);
        }
        assertThat(state).isEqualTo(uninterrupted);
    }

    @Test
    void aStoppedTrainingFinishesItsStepAndLeavesACheckpointOnce() {
        StoppableProgress stoppable = new StoppableProgress(Progress.none());
        progress = stoppable;
        callback = new TrainerCallback() {
            @Override
            public TrainerControl onStepBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
                if (state.globalStep() == 6) {
                    stoppable.stop();
                }
                return control;
            }
        };
        assertThatThrownBy(() -> train(Map.of("save_strategy", "no")))
                .isInstanceOfSatisfying(
                        StoppedException.class,
                        stopped -> assertThat(stopped.checkpoint()).contains(Path.of("checkpoint-7")))
                .hasMessage("Stopped as asked after step 7 of 20");
        assertThat(told).containsExactly("save 7");
    }

    @Test
    void aCallbackMayAskToStopEvaluateSaveAndLogNow() {
        callback = new TrainerCallback() {
            @Override
            public TrainerControl onStepEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
                return switch (state.globalStep()) {
                    case 2 -> control.evaluate();
                    case 3 -> control.save();
                    case 4 -> control.log();
                    case 6 -> control.stopTraining();
                    default -> control;
                };
            }
        };
        assertThat(train(Map.of("save_strategy", "no")).globalStep()).isEqualTo(6);
        assertThat(told).containsExactly("evaluate 2", "best 2", "save 3", "log 4");
    }

    @Test
    void aCallbackIsToldOfEverythingInOrder() {
        callback = new Noting(told);
        train(Map.of("max_steps", 1, "logging_steps", 1, "eval_strategy", "epoch"));
        assertThat(told)
                .containsExactly(
                        "train begin 0.0",
                        "epoch begin 0.0",
                        "step begin 0.0",
                        "step end 0.1",
                        "epoch end 0.1",
                        "log 1",
                        "on log {loss=1.0}",
                        "evaluate 1",
                        "on evaluate {macro_f1=0.5}",
                        "best 1",
                        "on log {eval_macro_f1=0.5}",
                        "save 1",
                        "on save",
                        "train end 0.1");
    }

    /** Writes down what it is told. */
    private record Noting(List<String> told) implements TrainerCallback {
        private TrainerControl note(String what, TrainerControl control) {
            told.add(what);
            return control;
        }

        @Override
        public TrainerControl onTrainBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note("train begin " + state.epoch(), control);
        }

        @Override
        public TrainerControl onTrainEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note("train end " + state.epoch(), control);
        }

        @Override
        public TrainerControl onEpochBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note("epoch begin " + state.epoch(), control);
        }

        @Override
        public TrainerControl onEpochEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note("epoch end " + state.epoch(), control);
        }

        @Override
        public TrainerControl onStepBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note("step begin " + state.epoch(), control);
        }

        @Override
        public TrainerControl onStepEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note("step end " + state.epoch(), control);
        }

        @Override
        public TrainerControl onEvaluate(
                TrainingArguments arguments, TrainerState state, TrainerControl control, Map<String, Double> metrics) {
            return note("on evaluate " + metrics, control);
        }

        @Override
        public TrainerControl onSave(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note("on save", control);
        }

        @Override
        public TrainerControl onLog(TrainingArguments arguments, TrainerState state, TrainerControl control) {
            return note(
                    "on log "
                            + state.logHistory()
                                    .get(state.logHistory().size() - 1)
                                    .values(),
                    control);
        }
    }

    @Test
    void aCallbackThatThrowsChangesNothing() {
        callback = new TrainerCallback() {
            @Override
            public TrainerControl onStepEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
                throw new IllegalStateException("broken");
            }

            @Override
            public Map<String, String> exportState() {
                throw new IllegalStateException("broken");
            }
        };
        train(Map.of());
        assertThat(told).containsExactly("save 20");
        CallbackHandler callbacks = new CallbackHandler(TrainingArguments.defaults(), List.of(callback));
        assertThat(callbacks.exportState()).isEmpty();
    }

    @Test
    void callbacksAreFoundAndOneThatCannotBeMadeIsLeftOut() {
        assertThat(CallbackHandler.found()).hasExactlyElementsOfTypes(FoundCallback.class);
    }

    @Test
    void aCallbackKeepsItsStateOverACheckpoint() {
        FoundCallback before = new FoundCallback();
        before.steps = 3;
        CallbackHandler killed = new CallbackHandler(TrainingArguments.defaults(), List.of(before));
        FoundCallback after = new FoundCallback();
        new CallbackHandler(TrainingArguments.defaults(), List.of(after)).importState(killed.exportState());
        assertThat(after.steps).isEqualTo(3);
    }

    /** Named in META-INF/services. */
    public static final class FoundCallback implements TrainerCallback {
        private int steps;

        @Override
        public Map<String, String> exportState() {
            return Map.of("steps", String.valueOf(steps));
        }

        @Override
        public void importState(Map<String, String> state) {
            steps = Integer.parseInt(state.getOrDefault("steps", "0"));
        }
    }

    /** Named there too, but nobody can make one. */
    public static final class UnmakableCallback implements TrainerCallback {
        public UnmakableCallback() {
            throw new IllegalStateException("broken");
        }
    }
}
