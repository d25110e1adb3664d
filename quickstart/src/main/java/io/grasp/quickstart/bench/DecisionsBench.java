package io.grasp.quickstart.bench;

import io.grasp.events.Classification;
import io.grasp.quickstart.broker.EmbeddedKafka;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.sample.Curriculum;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.schemas.TopicCreation;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.DecisionTopology;
import io.grasp.streams.StreamsAppSettings;
import io.grasp.streams.catalog.Catalog;
import io.grasp.streams.catalog.CatalogReader;
import io.grasp.streams.decide.DecideStep;
import io.grasp.streams.evaluate.EvaluateStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Runs the decision half of the stream, with one thread and exactly once, over a population's classifications that are
 * on an embedded broker in the same process.
 */
final class DecisionsBench {
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Curriculum catalog;

    /** @param catalog whose misconceptions and resources are published */
    DecisionsBench(Curriculum catalog) {
        this.catalog = catalog;
    }

    DecisionFigures run(StudentPopulation population) {
        try (Scratch scratch = Scratch.create("grasp-decisions");
                EmbeddedKafka kafka = EmbeddedKafka.start(scratch.resolve("kafka"))) {
            StreamsAppSettings settings = settings(kafka, scratch);
            Topics topics = settings.kafka().topics();
            try (Admin admin = Admin.create(settings.kafka().clientProperties())) {
                new TopicCreation(admin, 1, (short) 1).createMissing(topics.all());
                publish(population, topics, settings);
                Timing timing = decide(population, topics, settings, admin);
                return new DecisionFigures(
                        population, timing.seconds(), timing.cpuSeconds(), sizeOf(settings.stateDirectory()));
            }
        }
    }

    private static StreamsAppSettings settings(EmbeddedKafka kafka, Scratch scratch) {
        return StreamsAppSettings.from(Settings.of(
                Map.of(
                        "kafka.bootstrap.servers", kafka.bootstrapServers(),
                        "topic.partitions", "1",
                        "model.store", scratch.resolve("models").toString(),
                        "state.directory", scratch.resolve("state").toString()),
                Map.of()));
    }

    private void publish(StudentPopulation population, Topics topics, StreamsAppSettings settings) {
        try (EventWriter writer = new EventWriter(settings.kafka().clientProperties())) {
            catalog.misconceptions()
                    .forEach(each -> writer.write(topics.misconceptions(), each.getMisconceptionId(), each));
            catalog.resources().forEach(each -> writer.write(topics.resources(), each.getResourceId(), each));
            for (int number = 0; number < population.classifications(); number++) {
                Classification classification = population.classification(number);
                writer.write(topics.classifications(), classification.getStudentId(), classification);
            }
            writer.flush();
        }
    }

    private record Timing(double seconds, double cpuSeconds) {}

    private static Timing decide(
            StudentPopulation population, Topics topics, StreamsAppSettings settings, Admin admin) {
        Properties properties = new Properties();
        properties.putAll(settings.streamsProperties());
        Catalog published = new Catalog();
        CatalogReader reader = new CatalogReader(topics, published);
        Clock clock = Clock.systemUTC();
        DecideStep step = new DecideStep(topics, settings.decide(), published, clock);
        DecisionTopology topology = new DecisionTopology(
                topics, settings.applicationId(), reader, step, new EvaluateStep(topics, settings.evaluate(), clock));
        try (KafkaStreams streams = new KafkaStreams(topology.get(), properties)) {
            streams.start();
            TopicPartition partition =
                    new TopicPartition(topics.classifications().name(), 0);
            await(admin, settings.applicationId(), partition, 1);
            long from = committed(admin, settings.applicationId(), partition);
            long begin = System.nanoTime();
            long cpuBegin = cpuNanosOfStreamThreads();
            await(admin, settings.applicationId(), partition, population.classifications());
            double share = (double) (population.classifications() - from) / population.classifications();
            return new Timing(
                    (System.nanoTime() - begin) / 1e9 / share, (cpuNanosOfStreamThreads() - cpuBegin) / 1e9 / share);
        }
    }

    private static void await(Admin admin, String application, TopicPartition partition, long offset) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (committed(admin, application, partition) < offset) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%d classifications were not decided within %s".formatted(offset, LONGEST));
            }
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the benchmark ran", e);
            }
        }
    }

    private static long committed(Admin admin, String application, TopicPartition partition) {
        try {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            return offset == null ? 0 : offset.offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the benchmark ran", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The embedded broker does not tell how far the stream is", e);
        }
    }

    private static long cpuNanosOfStreamThreads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().contains("-StreamThread-"))
                .filter(thread -> !thread.getThreadName().contains("|"))
                .mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime)
                .sum();
    }

    private static long sizeOf(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("The size of the state cannot be read", e);
        }
    }
}
