package io.grasp.streams.evaluate;

import io.grasp.events.Comparison;
import io.grasp.events.Evaluation;
import io.grasp.schemas.Topics;
import io.grasp.streams.decide.Evidence;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Live evaluation: what is heard of students is compared by student, and scored by task and learning topic. */
public final class EvaluateStep {
    private final Topics topics;
    private final EvaluateSettings settings;
    private final Clock clock;

    public EvaluateStep(Topics topics, EvaluateSettings settings, Clock clock) {
        this.topics = topics;
        this.settings = settings;
        this.clock = clock;
    }

    /** By task, learning topic and model version; null where nothing is kept of a version any more. */
    public KStream<String, Evaluation> evaluations(KStream<String, Evidence> evidence) {
        return evidence.process(
                        new WithStores<>(
                                () -> new CompareProcessor(clock), Judgements.builders(topics, settings.memory())),
                        Named.as("compare"))
                .repartition(Repartitioned.with(Serdes.String(), topics.stateSerde(Comparison.class))
                        .withName("comparisons-by-learning-topic"))
                .process(
                        new WithStores<>(
                                () -> new EvaluateProcessor(settings),
                                List.of(EvaluateProcessor.builder(topics), ComparisonWindow.builder(topics))),
                        Named.as("evaluate"));
    }

    private record WithStores<V, R>(Supplier<Processor<String, V, String, R>> processor, List<StoreBuilder<?>> builders)
            implements ProcessorSupplier<String, V, String, R> {
        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.copyOf(builders);
        }

        @Override
        public Processor<String, V, String, R> get() {
            return processor.get();
        }
    }
}
