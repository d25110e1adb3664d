package io.grasp.quickstart.bench.serving;

import io.grasp.model.ModelVersion;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.stream.CommittedReader;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import io.grasp.trainer.dataset.LabeledRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A streams-app that serves in a process of its own, warm, and all of whose answers are read as they are committed.
 * Owns the process, its cluster and a reader.
 */
final class ServingApp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final Scratch scratch = Scratch.create("grasp-bench");
    private final FreshCluster cluster;
    private final Topics topics;
    private final Waiting waiting = new Waiting();
    private final Adoptions adoptions;
    private final CommittedReader reader;
    private final StreamsProcess process;
    private final ModelVersion version;

    /** Starts it, and returns when it has classified the warm-up. */
    ServingApp(Variant variant, Workload workload, int partitions) throws InterruptedException {
        cluster = FreshCluster.start(scratch.directory(), partitions);
        topics = cluster.topics();
        adoptions = new Adoptions(partitions);
        version = cluster.store(variant.modelPackage());
        announce(version);
        reader = new CommittedReader(
                cluster.clients(),
                List.of(
                        topics.classifications().name(),
                        topics.deadLetters().name(),
                        topics.modelActivations().name()),
                this::read);
        try {
            process = StreamsProcess.start(cluster.appSettings(variant.settings()), scratch.directory());
        } catch (RuntimeException | InterruptedException e) {
            reader.close();
            cluster.close();
            scratch.close();
            throw e;
        }
        try {
            long now = System.nanoTime();
            workload.warmUp().forEach(row -> send(row, now));
            awaitAnswers();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Returns the version that it began with. */
    ModelVersion version() {
        return version;
    }

    /** Keeps another package ready; nobody hears of it yet. */
    ModelVersion store(Path modelPackage) {
        return cluster.store(modelPackage);
    }

    /** Declares a version champion. */
    void announce(ModelVersion version) {
        waiting.announced(version.name());
        cluster.announce(version);
    }

    /**
     * Sends rows when they are due, whether or not those before have been answered, for as long as it goes on; returns
     * when all are answered, or long after.
     */
    Waiting.Waited load(EndlessRows rows, PoissonTimes times, BooleanSupplier goesOn) throws InterruptedException {
        long begun = System.nanoTime();
        while (goesOn.getAsBoolean()) {
            long due = begun + times.next();
            waitUntil(due);
            send(rows.next(), due);
        }
        return awaitAnswers();
    }

    /** As {@link #load(EndlessRows, PoissonTimes, BooleanSupplier)}, for so long. */
    Waiting.Waited load(EndlessRows rows, PoissonTimes times, Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        return load(rows, times, () -> System.nanoTime() < end);
    }

    /** Returns when all partitions have adopted a version. */
    void awaitAdoption(ModelVersion version) throws InterruptedException {
        await(() -> adoptions.everywhere(version.name()));
        if (!adoptions.everywhere(version.name())) {
            throw new IllegalStateException("Version %s was not adopted within %s".formatted(version.name(), PATIENCE));
        }
    }

    /** The memory that its process has now; 0 if the system does not tell. */
    long residentBytes() {
        return process.residentBytes();
    }

    @Override
    public void close() {
        process.close();
        reader.close();
        cluster.close();
        scratch.close();
    }

    private void send(LabeledRow row, long due) {
        waiting.due(row.id(), due);
        cluster.send(row);
    }

    private Waiting.Waited awaitAnswers() throws InterruptedException {
        cluster.flush();
        await(() -> waiting.size() == 0);
        return waiting.giveUp(System.nanoTime());
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            process.requireAlive();
            reader.requireReading();
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    private static void waitUntil(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        if (record.topic().equals(topics.classifications().name())) {
            var classification = decoded(topics.classifications(), record);
            // Nobody waits for the correction of a degraded answer, which came before.
            if (!classification.getCorrects()) {
                waiting.classified(
                        classification.getInteractionId(),
                        classification.getModel().getVersion(),
                        nanos);
            }
        } else if (record.topic().equals(topics.modelActivations().name())) {
            var activation = decoded(topics.modelActivations(), record);
            adoptions.adopted(activation.getPartition(), activation.getModel().getVersion());
        } else {
            waiting.setAside();
        }
    }

    private static <V> V decoded(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    }
}
