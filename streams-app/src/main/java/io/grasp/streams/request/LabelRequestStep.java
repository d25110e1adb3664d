package io.grasp.streams.request;

import io.grasp.events.LabelRequest;
import io.grasp.streams.classify.Outcome;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** The step that asks people for labels, with its state stores. */
public final class LabelRequestStep implements ProcessorSupplier<String, Outcome, String, LabelRequest> {
    private final LabelRequestSettings settings;
    private final Set<String> contentTasks;
    private final int partitions;

    /**
     * @param contentTasks tasks that are meant for resources: nobody is asked about them
     * @param partitions how many the interactions have; each may spend its share of the budget
     */
    public LabelRequestStep(LabelRequestSettings settings, Collection<String> contentTasks, int partitions) {
        this.settings = settings;
        this.contentTasks = Set.copyOf(contentTasks);
        this.partitions = partitions;
    }

    @Override
    public Processor<String, Outcome, String, LabelRequest> get() {
        return new LabelRequestProcessor(settings, contentTasks, partitions);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(DailyBudget.storeBuilder(), RequestedLabels.storeBuilder());
    }
}
