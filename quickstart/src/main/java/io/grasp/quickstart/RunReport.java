package io.grasp.quickstart;

import io.grasp.events.Classification;
import io.grasp.events.ModelVersion;
import io.grasp.events.TaskMetric;
import io.grasp.quickstart.RunSummary.Latency;
import io.grasp.quickstart.RunSummary.Score;
import io.grasp.quickstart.RunSummary.Version;
import io.grasp.quickstart.stream.InteractionFeed;
import io.grasp.quickstart.stream.StreamObserver;
import io.grasp.quickstart.stream.StreamScore;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Scores;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Works out what a run did from what was sent and what came out. */
final class RunReport {
    private final StreamObserver observer;
    private final Topics topics;
    private final InteractionFeed feed;

    RunReport(StreamObserver observer, Topics topics, InteractionFeed feed) {
        this.observer = observer;
        this.topics = topics;
        this.feed = feed;
    }

    RunSummary summary(double seconds) {
        Set<String> classified = new HashSet<>();
        long repeated = 0;
        StreamScore score = new StreamScore();
        for (Classification classification : observer.classifications()) {
            if (classified.add(classification.getInteractionId())) {
                LabeledRow row = feed.rowOf(classification.getInteractionId());
                if (row != null) {
                    score.add(classification, row);
                }
            } else {
                repeated++;
            }
        }
        long setAside = observer.count(topics.deadLetters());
        Histogram latency = observer.latencyMillis();
        return new RunSummary(
                counts(),
                observer.versions().stream().map(RunReport::version).toList(),
                streamScores(score),
                new Latency(latency.getValueAtPercentile(50), latency.getValueAtPercentile(99), latency.getMaxValue()),
                feed.sent(),
                setAside,
                feed.sent() - classified.size() - setAside,
                repeated,
                Math.round(seconds * 10) / 10.0);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Topic<?, ?> topic : topics.all()) {
            counts.put(topic.name(), observer.count(topic));
        }
        return counts;
    }

    private static Version version(ModelVersion announced) {
        Map<String, Map<String, Score>> heldOut = new LinkedHashMap<>();
        for (TaskMetric metric : announced.getMetrics()) {
            heldOut.computeIfAbsent(metric.getSplit(), split -> new LinkedHashMap<>())
                    .put(
                            metric.getTask(),
                            new Score(
                                    metric.getRows(),
                                    rounded(metric.getAccuracy()),
                                    rounded(metric.getMacroF1()),
                                    metric.getQuadraticWeightedKappa() == null
                                            ? null
                                            : rounded(metric.getQuadraticWeightedKappa())));
        }
        return new Version(
                announced.getVersion(),
                announced.getStatus().name(),
                announced.getReason(),
                announced.getLabels(),
                heldOut);
    }

    private static Map<String, Map<String, Score>> streamScores(StreamScore score) {
        Map<String, Map<String, Score>> stream = new LinkedHashMap<>();
        score.scores().forEach((version, tasks) -> {
            Map<String, Score> ofVersion = new LinkedHashMap<>();
            tasks.forEach((task, scores) -> ofVersion.put(task, score(scores)));
            stream.put(version, ofVersion);
        });
        return stream;
    }

    private static Score score(Scores scores) {
        return new Score(
                scores.rows(),
                rounded(scores.accuracy()),
                rounded(scores.macroF1()),
                orNull(scores.quadraticWeightedKappa()));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
