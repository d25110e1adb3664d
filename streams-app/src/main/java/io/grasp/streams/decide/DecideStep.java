package io.grasp.streams.decide;

import io.grasp.schemas.Topics;
import io.grasp.streams.catalog.Catalog;
import java.time.Clock;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** The decide step with its state stores. */
public final class DecideStep implements ProcessorSupplier<String, Evidence, String, Decision> {
    private final Topics topics;
    private final DecideSettings settings;
    private final Catalog catalog;
    private final Clock clock;

    public DecideStep(Topics topics, DecideSettings settings, Catalog catalog, Clock clock) {
        this.topics = topics;
        this.settings = settings;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public Processor<String, Evidence, String, Decision> get() {
        return new DecideProcessor(settings, catalog, clock);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return LearnerStores.builders(topics);
    }
}
