package io.grasp.quickstart.bench.serving;

import io.grasp.events.Classification;
import io.grasp.model.ModelVersion;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.stream.CommittedReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Kafka, the whole streams-app, Kafka: an embedded broker in this process, the app in one or several of its own.
 * Everything waits in {@code interactions} when the app starts, so nobody else writes while it is measured; what is
 * measured waits behind the warm-up.
 *
 * <p>Apps classify nothing before a model is announced, and it is announced when each app of the group has its
 * partitions. So what is counted begins when as many as warm up, and a twentieth as many as are measured, have come
 * out: starting and sharing do not count. It ends with the last classification, also if one app is through before.
 *
 * @param instances apps of one consumer group
 * @param remembersDecisions whether measurements tell what was decided; of a model with many labels, that is much
 */
public record Pipeline(Variant variant, Workload workload, int partitions, int instances, boolean remembersDecisions)
        implements ServingContender {
    private static final double NANOS_PER_MILLI = 1e6;

    /** One app, whose decisions matter. */
    Pipeline(Variant variant, Workload workload, int partitions) {
        this(variant, workload, partitions, 1, true);
    }

    @Override
    public String name() {
        return variant.name();
    }

    @Override
    public Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("model", variant.modelPackage().toString());
        told.put("settings", variant.settings());
        return told;
    }

    @Override
    public Measurement measure() throws InterruptedException {
        try (Scratch scratch = Scratch.create("grasp-bench");
                FreshCluster cluster = FreshCluster.start(scratch.directory(), partitions)) {
            ModelVersion version = cluster.store(variant.modelPackage());
            cluster.send(workload.warmUp());
            cluster.send(workload.measured());
            cluster.flush();
            Outcomes outcomes = new Outcomes(cluster.topics());
            CpuTimes cpu = new CpuTimes();
            try (CommittedReader reader = new CommittedReader(
                            cluster.clients(),
                            List.of(
                                    cluster.topics().classifications().name(),
                                    cluster.topics().deadLetters().name()),
                            outcomes);
                    StreamsGroup apps =
                            StreamsGroup.launch(cluster, variant.settings(), instances, scratch.directory())) {
                apps.awaitShares();
                cluster.announce(version);
                apps.awaitReady();
                cpu.add(System.nanoTime(), apps.cpuNanos());
                outcomes.await(workload.size(), () -> {
                    apps.requireAlive();
                    reader.requireReading();
                    cpu.add(System.nanoTime(), apps.cpuNanos());
                });
                cpu.add(System.nanoTime(), apps.cpuNanos());
                return measurement(outcomes, apps, cpu);
            }
        }
    }

    private Measurement measurement(Outcomes outcomes, StreamsGroup apps, CpuTimes cpu) {
        Map<String, Classification> decided = new LinkedHashMap<>();
        Outcomes.Seen seen = outcomes.of(workload, classification -> {
            if (remembersDecisions) {
                decided.put(classification.getInteractionId(), classification);
            }
        });
        if (seen.classified() + seen.setAside() < workload.measured().size()) {
            throw new IllegalStateException("Of %d interactions only %d were classified and %d set aside"
                    .formatted(workload.measured().size(), seen.classified(), seen.setAside()));
        }
        CompletionTimes times =
                new CompletionTimes(seen.nanos(), workload.warmUp().size());
        return new Measurement(
                times.perSecond(),
                coreMillis(times, cpu),
                apps.peakBytes(),
                OptionalDouble.of(apps.secondsToReady()),
                decided,
                seen.setAside());
    }

    private static OptionalDouble coreMillis(CompletionTimes times, CpuTimes cpu) {
        OptionalDouble used = cpu.nanosBetween(times.start(), times.end());
        return used.isPresent()
                ? OptionalDouble.of(used.getAsDouble() / times.counted() / NANOS_PER_MILLI)
                : OptionalDouble.empty();
    }
}
