package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.stream.CommittedReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Kafka, the whole streams-app, Kafka: an embedded broker in this process, the app in one of its own. Everything waits
 * in {@code interactions} when the app starts, so nobody else writes while it is measured; what is measured waits
 * behind the warm-up.
 */
record Pipeline(Variant variant, Workload workload, int partitions) implements ServingContender {
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
            cluster.announce(cluster.store(variant.modelPackage()));
            cluster.send(workload.warmUp());
            cluster.send(workload.measured());
            cluster.flush();
            Outcomes outcomes = new Outcomes(cluster.topics());
            try (CommittedReader reader = new CommittedReader(
                            cluster.clients(),
                            List.of(
                                    cluster.topics().classifications().name(),
                                    cluster.topics().deadLetters().name()),
                            outcomes);
                    StreamsProcess app =
                            StreamsProcess.start(cluster.appSettings(variant.settings()), scratch.directory())) {
                outcomes.await(workload.size(), () -> {
                    app.requireAlive();
                    reader.requireReading();
                });
                return measurement(outcomes, app);
            }
        }
    }

    private Measurement measurement(Outcomes outcomes, StreamsProcess app) {
        Outcomes.Seen seen = outcomes.of(workload);
        if (seen.decided().size() + seen.setAside() < workload.measured().size()) {
            throw new IllegalStateException("Of %d interactions only %d were classified and %d set aside"
                    .formatted(workload.measured().size(), seen.decided().size(), seen.setAside()));
        }
        return new Measurement(
                new CompletionTimes(seen.nanos()).perSecond(),
                app.peakBytes(),
                OptionalDouble.of(app.secondsToReady()),
                seen.decided(),
                seen.setAside());
    }
}
