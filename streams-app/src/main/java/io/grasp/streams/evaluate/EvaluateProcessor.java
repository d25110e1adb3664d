package io.grasp.streams.evaluate;

import io.grasp.events.Comparison;
import io.grasp.events.ComparisonKind;
import io.grasp.events.Drift;
import io.grasp.events.Evaluation;
import io.grasp.events.LiveAgreement;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topics;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a window of comparisons per task, learning topic and model version, and says with each comparison how the
 * version does. A correction takes the place of what it corrects in the window; drift has seen the first label by then
 * and is not told of the other.
 */
final class EvaluateProcessor implements Processor<String, Comparison, String, Evaluation> {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluateProcessor.class);
    private static final String STORE = "live-agreement";

    private final EvaluateSettings settings;
    private ProcessorContext<String, Evaluation> context;
    private KeyValueStore<String, LiveAgreement> agreements;

    EvaluateProcessor(EvaluateSettings settings) {
        this.settings = settings;
    }

    static StoreBuilder<?> builder(Topics topics) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), topics.stateSerde(LiveAgreement.class));
    }

    @Override
    public void init(ProcessorContext<String, Evaluation> context) {
        this.context = context;
        agreements = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, Comparison> record) {
        Comparison comparison = record.value();
        ComparisonWindow window = ComparisonWindow.read(context, comparison);
        LiveAgreement kept = agreements.get(record.key());
        Agreement before = kept == null ? Agreement.nothingYet() : new Agreement(kept);
        Agreement after = before;
        boolean changed;
        if (comparison.getKind() == ComparisonKind.WITHDRAWAL) {
            changed = window.remove(comparison);
        } else if (window.replace(comparison)) {
            changed = true;
        } else if (comparison.getKind() == ComparisonKind.FIRST) {
            window.add(comparison, before.state().getNext());
            after = before.with(comparison, Decisions.outcome(comparison).isRight(), settings.driftDelta());
            after = withoutSurplus(after, comparison, record.timestamp());
            logDrift(before.drift(), after.drift(), comparison);
            changed = true;
        } else {
            changed = false;
        }
        if (changed) {
            window.slide(settings.window(), settings.memory());
            if (window.isEmpty()) {
                after = after.without(comparison.getModelVersion());
            }
            agreements.put(record.key(), after.state());
            forward(comparison, evaluation(comparison, window, after), record.timestamp());
        }
    }

    private Agreement withoutSurplus(Agreement agreement, Comparison comparison, long timestamp) {
        Optional<String> surplus = agreement.surplusVersion();
        if (surplus.isEmpty()) {
            return agreement;
        }
        String task = comparison.getDecision().getTask();
        String learningTopic = comparison.getLearningTopic();
        ComparisonWindow.read(context, task, learningTopic, surplus.get()).clear();
        context.forward(new Record<>(CompositeKey.of(task, learningTopic, surplus.get()), null, timestamp));
        return agreement.without(surplus.get());
    }

    private @Nullable Evaluation evaluation(Comparison comparison, ComparisonWindow window, Agreement agreement) {
        return window.isEmpty()
                ? null
                : LiveScores.of(window.comparisons())
                        .setWindowSize(settings.window())
                        .setComparedInAll(agreement.compared(comparison.getModelVersion()))
                        .setDrift(agreement.drift())
                        .build();
    }

    private void forward(Comparison comparison, @Nullable Evaluation evaluation, long timestamp) {
        String key = CompositeKey.of(
                comparison.getDecision().getTask(), comparison.getLearningTopic(), comparison.getModelVersion());
        context.forward(new Record<>(key, evaluation, timestamp));
    }

    private static void logDrift(@Nullable Drift before, @Nullable Drift after, Comparison comparison) {
        if (after != null && !Objects.equals(before, after)) {
            LOG.atWarn()
                    .addKeyValue("task", comparison.getDecision().getTask())
                    .addKeyValue("learningTopic", comparison.getLearningTopic())
                    .addKeyValue("version", after.getModelVersion())
                    .addKeyValue("from", after.getFrom())
                    .addKeyValue("to", after.getTo())
                    .addKeyValue("since", after.getSince())
                    .log("Decisions agree less with labels than before, beyond noise");
        }
    }
}
