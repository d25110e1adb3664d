package io.grasp.trainer.publish;

import io.grasp.events.GateComparison;
import io.grasp.events.GateScope;
import io.grasp.events.GateVerdict;
import io.grasp.events.ModelStatus;
import io.grasp.events.PartitionOffset;
import io.grasp.events.TaskMetric;
import io.grasp.model.ModelVersion;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.ModelStore;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.gate.Comparison;
import io.grasp.trainer.gate.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a candidate: package, then store, then the announcement, so that whoever hears of a version can fetch it. A
 * candidate that is held back is published as rejected, so that a person can look at it and promote it all the same.
 */
public final class ModelPublisher {
    /** About 50 kB; comparisons beyond it are of the learning topics that gained most. */
    static final int MOST_COMPARISONS = 500;

    private final ModelStore store;
    private final Consumer<io.grasp.events.ModelVersion> announcements;
    private final String modelName;
    private final String baseEncoder;
    private final String worker;
    private final Clock clock;

    /**
     * A publisher of one model.
     *
     * @param announcements returns only once the record is safe, e.g. {@link ModelVersionLog#write}
     * @param worker who publishes
     */
    public ModelPublisher(
            ModelStore store,
            Consumer<io.grasp.events.ModelVersion> announcements,
            String modelName,
            String baseEncoder,
            String worker,
            Clock clock) {
        this.store = store;
        this.announcements = announcements;
        this.modelName = modelName;
        this.baseEncoder = baseEncoder;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * Publishes a candidate as champion or as rejected, and returns what was announced.
     *
     * @param labelOffsets by partition, the offset of the first label that was not used
     */
    public io.grasp.events.ModelVersion publish(
            Candidate candidate, Decision decision, Map<Integer, Long> labelOffsets) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ModelVersion version = store(candidate, labelOffsets, now);
        // Read back, so that a version that could not be served is never announced.
        String checksum = ModelPackageReader.read(store.fetch(version)).checksum();
        io.grasp.events.ModelVersion announcement = io.grasp.events.ModelVersion.newBuilder()
                .setName(modelName)
                .setVersion(version.name())
                .setChecksum(checksum)
                .setStatus(decision instanceof Decision.Promote ? ModelStatus.CHAMPION : ModelStatus.REJECTED)
                .setReason(decision.reason())
                .setMetrics(metrics(candidate.evaluations()))
                .setLabels(candidate.labelRows())
                .setLabelOffsets(offsets(labelOffsets))
                .setLearningTopics(candidate.learningTopics())
                .setBaseVersion(candidate.parentVersion().orElse(null))
                .setCreatedAt(now)
                .setDecidedAt(now)
                .setWorker(worker)
                .setComparedWith(decision.comparedWith().orElse(null))
                .setGateReason(decision.reason())
                .setComparisons(comparisons(decision))
                .build();
        announcements.accept(announcement);
        return announcement;
    }

    private ModelVersion store(Candidate candidate, Map<Integer, Long> labelOffsets, Instant now) {
        Path scratch = newScratch();
        try {
            Path modelPackage = scratch.resolve("package");
            CandidatePackage.write(modelPackage, candidate, baseEncoder, labelOffsets, now);
            return store.publish(modelPackage);
        } finally {
            delete(scratch);
        }
    }

    private static List<TaskMetric> metrics(Map<String, Evaluation> evaluations) {
        List<TaskMetric> metrics = new ArrayList<>();
        evaluations.forEach((set, evaluation) -> evaluation.tasks().forEach(task -> {
            Scores scores = task.overall();
            @Nullable Double kappa = scores.quadraticWeightedKappa().isPresent()
                    ? scores.quadraticWeightedKappa().getAsDouble()
                    : null;
            metrics.add(TaskMetric.newBuilder()
                    .setTask(task.task().name())
                    .setSplit(set)
                    .setRows(scores.rows())
                    .setAccuracy(scores.accuracy())
                    .setMacroF1(scores.macroF1())
                    .setQuadraticWeightedKappa(kappa)
                    .build());
        }));
        return metrics;
    }

    private static List<GateComparison> comparisons(Decision decision) {
        return decision.comparisons().stream()
                .limit(MOST_COMPARISONS)
                .map(ModelPublisher::comparison)
                .toList();
    }

    static GateComparison comparison(Comparison made) {
        return GateComparison.newBuilder()
                .setScope(GateScope.valueOf(made.scope().name()))
                .setName(made.name())
                .setRows(made.rows())
                .setChampion(made.champion())
                .setChallenger(made.challenger())
                .setDifference(made.difference())
                .setLower(made.lower())
                .setUpper(made.upper())
                .setTolerance(made.tolerance())
                .setBeyondTolerance(made.beyondTolerance())
                .setLuck(made.luck())
                .setVerdict(GateVerdict.valueOf(made.verdict().name()))
                .build();
    }

    private static List<PartitionOffset> offsets(Map<Integer, Long> labelOffsets) {
        return labelOffsets.entrySet().stream()
                .map(entry -> PartitionOffset.newBuilder()
                        .setPartition(entry.getKey())
                        .setOffset(entry.getValue())
                        .build())
                .toList();
    }

    private static Path newScratch() {
        try {
            return Files.createTempDirectory("grasp-package-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory could be made for a model package", e);
        }
    }

    private static void delete(Path scratch) {
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary directory %s could not be deleted".formatted(scratch), e);
        }
    }
}
