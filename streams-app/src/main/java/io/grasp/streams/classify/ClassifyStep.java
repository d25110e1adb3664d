package io.grasp.streams.classify;

import io.grasp.schemas.Topics;
import io.grasp.streams.degrade.Overload;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.pending.PendingRecords;
import io.grasp.streams.serving.LiveModel;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/** The classify step with its state stores. All tasks of a process share one live model and one inference queue. */
public final class ClassifyStep implements ProcessorSupplier<byte[], byte[], String, Outcome> {
    private final Topics topics;
    private final ClassifySettings settings;
    private final LiveModel liveModel;
    private final InferenceQueue inference;
    private final Overload overload;
    private final Duration longestWait;
    private final Clock clock;
    private final AtomicInteger openTasks = new AtomicInteger();

    /** @param longestWait how long one stream thread may wait for inference before it must poll and commit again */
    public ClassifyStep(
            Topics topics,
            ClassifySettings settings,
            LiveModel liveModel,
            InferenceQueue inference,
            Overload overload,
            Duration longestWait,
            Clock clock) {
        this.topics = topics;
        this.settings = settings;
        this.liveModel = liveModel;
        this.inference = inference;
        this.overload = overload;
        this.longestWait = longestWait;
        this.clock = clock;
    }

    @Override
    public Processor<byte[], byte[], String, Outcome> get() {
        return new CountedTask(new ClassifyProcessor(
                topics.interactions(), settings, liveModel, inference, overload, this::shareOfWaiting, clock));
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                PendingRecords.storeBuilder(ClassifyProcessor.PENDING),
                PendingRecords.persistentStoreBuilder(ClassifyProcessor.UNCORRECTED),
                SeenInteractions.storeBuilder(settings.duplicateMemory()),
                ModelInUse.storeBuilder(topics.modelActivations().valueSerde()));
    }

    /** One thread may own all tasks of the process, and waits for each in turn. */
    private Duration shareOfWaiting() {
        return longestWait.dividedBy(Math.max(1, openTasks.get()));
    }

    /** Counts the tasks that are open, so that they can share the time there is for waiting. */
    private final class CountedTask implements Processor<byte[], byte[], String, Outcome> {
        private final ClassifyProcessor task;

        CountedTask(ClassifyProcessor task) {
            this.task = task;
        }

        @Override
        public void init(ProcessorContext<String, Outcome> context) {
            openTasks.incrementAndGet();
            task.init(context);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            task.process(record);
        }

        @Override
        public void close() {
            openTasks.decrementAndGet();
            task.close();
        }
    }
}
