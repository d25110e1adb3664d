package io.grasp.quickstart.bench.serving;

import io.grasp.events.Classification;
import io.grasp.quickstart.stream.CommittedReader;
import io.grasp.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What became of interactions: classifications and dead letters as bytes, decoded when all are there. Thread-safe. */
final class Outcomes implements CommittedReader.Listener {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Topics topics;
    private final List<Timed> classifications = new ArrayList<>();
    private long setAside;
    private long lastNanos = System.nanoTime();

    Outcomes(Topics topics) {
        this.topics = topics;
    }

    private record Timed(ConsumerRecord<byte[], byte[]> record, long nanos) {}

    /**
     * What became of all interactions.
     *
     * @param nanos when each classification could be read
     * @param classified how many of the measured interactions were
     * @param setAside all dead letters
     */
    record Seen(List<Long> nanos, int classified, long setAside) {}

    @Override
    public synchronized void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        if (record.topic().equals(topics.classifications().name())) {
            classifications.add(new Timed(record, nanos));
        } else {
            setAside++;
        }
        lastNanos = nanos;
    }

    /**
     * Waits until so many have come out.
     *
     * @param check fails if there is nothing to wait for
     * @throws IllegalStateException if none come for a long time
     */
    void await(int expected, Runnable check) throws InterruptedException {
        while (count() < expected) {
            check.run();
            if (System.nanoTime() - lastNanos() > LONGEST_SILENCE.toNanos()) {
                throw new IllegalStateException(
                        "Nothing came out of the streams-app for %s, with %d of %d interactions done"
                                .formatted(LONGEST_SILENCE, count(), expected));
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    /**
     * Returns what became of them.
     *
     * @param decided is shown the classification of each measured interaction, none of which is kept: all labels of
     *     many rows are more than memory may have room for
     */
    synchronized Seen of(Workload workload, Consumer<Classification> decided) {
        List<Long> nanos = new ArrayList<>();
        Set<String> classified = new HashSet<>();
        for (Timed timed : classifications) {
            Classification classification = topics.classifications()
                    .valueSerde()
                    .deserializer()
                    .deserialize(timed.record().topic(), timed.record().value());
            nanos.add(timed.nanos());
            if (workload.isMeasured(classification.getInteractionId())) {
                classified.add(classification.getInteractionId());
                decided.accept(classification);
            }
        }
        return new Seen(List.copyOf(nanos), classified.size(), setAside);
    }

    private synchronized long count() {
        return classifications.size() + setAside;
    }

    private synchronized long lastNanos() {
        return lastNanos;
    }
}
