package io.grasp.streams.tag;

import io.grasp.schemas.Topics;
import io.grasp.streams.catalog.Catalog;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.pending.PendingRecords;
import io.grasp.streams.serving.LiveModel;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** The step that tags submitted resources, with its state store. Shares model and inference with the classify step. */
public final class TagStep implements ProcessorSupplier<byte[], byte[], String, TagOutcome> {
    private final Topics topics;
    private final TaggingSettings settings;
    private final Catalog catalog;
    private final LiveModel liveModel;
    private final InferenceQueue inference;

    public TagStep(
            Topics topics, TaggingSettings settings, Catalog catalog, LiveModel liveModel, InferenceQueue inference) {
        this.topics = topics;
        this.settings = settings;
        this.catalog = catalog;
        this.liveModel = liveModel;
        this.inference = inference;
    }

    @Override
    public Processor<byte[], byte[], String, TagOutcome> get() {
        return new TagProcessor(
                topics.resourceSubmissions(), topics.resources(), settings, catalog, liveModel, inference);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(PendingRecords.storeBuilder(TagProcessor.PENDING));
    }
}
