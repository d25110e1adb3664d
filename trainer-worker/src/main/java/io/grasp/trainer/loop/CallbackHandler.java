package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.TrainingArguments;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all callbacks of one training what happens, and gathers what they ask for. First come those that carry out the
 * arguments; then those that were found, of which one that throws is logged and left out of that event. A wish lasts
 * until it is fulfilled or the next step begins. For one thread.
 */
final class CallbackHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackHandler.class);

    private final TrainingArguments arguments;
    private final List<TrainerCallback> own;
    private final List<TrainerCallback> found;

    CallbackHandler(TrainingArguments arguments, List<TrainerCallback> found) {
        this.arguments = arguments;
        this.own = List.of(new DefaultFlow(), new EarlyStoppingCallback(EarlyStopping.of(arguments.watching())));
        this.found = List.copyOf(found);
    }

    /** Callbacks that are named in {@code META-INF/services}; one that cannot be made is logged and left out. */
    static List<TrainerCallback> found() {
        List<TrainerCallback> callbacks = new ArrayList<>();
        Iterator<TrainerCallback> services =
                ServiceLoader.load(TrainerCallback.class).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return callbacks;
                }
                callbacks.add(services.next());
            } catch (ServiceConfigurationError e) {
                LOG.atWarn().setCause(e).log("Trainer callback left out: it cannot be made");
            }
        }
    }

    TrainerControl onTrainBegin(TrainerState state) {
        return tell(
                "onTrainBegin",
                TrainerControl.GO_ON,
                (callback, control) -> callback.onTrainBegin(arguments, state, control));
    }

    TrainerControl onTrainEnd(TrainerState state, TrainerControl before) {
        return tell("onTrainEnd", before, (callback, control) -> callback.onTrainEnd(arguments, state, control));
    }

    TrainerControl onEpochBegin(TrainerState state, TrainerControl before) {
        return tell("onEpochBegin", before, (callback, control) -> callback.onEpochBegin(arguments, state, control));
    }

    TrainerControl onEpochEnd(TrainerState state, TrainerControl before) {
        return tell("onEpochEnd", before, (callback, control) -> callback.onEpochEnd(arguments, state, control));
    }

    TrainerControl onStepBegin(TrainerState state, TrainerControl before) {
        return tell(
                "onStepBegin",
                before.logging(false).evaluating(false).saving(false),
                (callback, control) -> callback.onStepBegin(arguments, state, control));
    }

    TrainerControl onStepEnd(TrainerState state, TrainerControl before) {
        return tell("onStepEnd", before, (callback, control) -> callback.onStepEnd(arguments, state, control));
    }

    /** The evaluation that was asked for is done; {@code state} has the best before it. */
    TrainerControl onEvaluate(TrainerState state, TrainerControl before, Map<String, Double> metrics) {
        return tell(
                "onEvaluate",
                before.evaluating(false),
                (callback, control) -> callback.onEvaluate(arguments, state, control, metrics));
    }

    TrainerControl onSave(TrainerState state, TrainerControl before) {
        return tell("onSave", before.saving(false), (callback, control) -> callback.onSave(arguments, state, control));
    }

    TrainerControl onLog(TrainerState state, TrainerControl before) {
        return tell("onLog", before.logging(false), (callback, control) -> callback.onLog(arguments, state, control));
    }

    /** What a checkpoint should hold of the callbacks, by class. */
    Map<String, Map<String, String>> exportState() {
        Map<String, Map<String, String>> states = new LinkedHashMap<>();
        own.forEach(callback -> states.put(name(callback), Map.copyOf(callback.exportState())));
        found.forEach(callback -> states.put(
                name(callback), guarded("exportState", callback, Map.of(), () -> Map.copyOf(callback.exportState()))));
        states.values().removeIf(Map::isEmpty);
        return states;
    }

    /** Gives callbacks back what a checkpoint held of them. */
    void importState(Map<String, Map<String, String>> states) {
        own.forEach(callback -> callback.importState(states.getOrDefault(name(callback), Map.of())));
        for (TrainerCallback callback : found) {
            Map<String, String> state = states.getOrDefault(name(callback), Map.of());
            var unused = guarded("importState", callback, state, () -> {
                callback.importState(state);
                return state;
            });
        }
    }

    private TrainerControl tell(String event, TrainerControl before, Event how) {
        TrainerControl control = before;
        for (TrainerCallback callback : own) {
            control = how.tell(callback, control);
        }
        for (TrainerCallback callback : found) {
            TrainerControl asked = control;
            control = guarded(event, callback, asked, () -> how.tell(callback, asked));
        }
        return control;
    }

    /** What the callback answers, or the other if it throws or has no answer. */
    private static <T> T guarded(String event, TrainerCallback callback, T otherwise, Supplier<T> call) {
        try {
            return Objects.requireNonNull(call.get());
        } catch (RuntimeException | LinkageError e) {
            LOG.atWarn()
                    .addKeyValue("callback", name(callback))
                    .addKeyValue("event", event)
                    .setCause(e)
                    .log("Trainer callback failed; training goes on without it");
            return otherwise;
        }
    }

    private static String name(TrainerCallback callback) {
        return callback.getClass().getName();
    }

    private interface Event {
        TrainerControl tell(TrainerCallback callback, TrainerControl control);
    }
}
