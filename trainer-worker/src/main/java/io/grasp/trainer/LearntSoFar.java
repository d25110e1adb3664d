package io.grasp.trainer;

import io.grasp.events.ModelVersion;
import io.grasp.model.Task;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.packaging.UnreadablePackageException;
import io.grasp.model.store.ModelStore;
import io.grasp.model.store.UnknownModelVersionException;
import io.grasp.trainer.labels.Known;
import io.grasp.trainer.publish.ModelHistory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier trainings learnt. Immutable.
 *
 * @param champion the announcement of the version that serves
 * @param lastTrained that of the newest version that learnt from the label log
 * @param usedOffsets by partition, the offset of the first label that no training has used
 * @param known what the champion knows
 */
record LearntSoFar(
        Optional<ModelVersion> champion,
        Optional<ModelVersion> lastTrained,
        Map<Integer, Long> usedOffsets,
        Known known) {
    private static final Logger LOG = LoggerFactory.getLogger(LearntSoFar.class);

    LearntSoFar {
        usedOffsets = Map.copyOf(usedOffsets);
    }

    static LearntSoFar nothing() {
        return new LearntSoFar(Optional.empty(), Optional.empty(), Map.of(), Known.nothing());
    }

    /** As the announcements tell it now; the champion's package is read only if it is another one than before. */
    LearntSoFar updated(ModelHistory history, Map<Integer, Long> nowUsed, ModelStore store) {
        Optional<ModelVersion> nowChampion = history.champion();
        Known nowKnown = isSame(champion, nowChampion) && known.labels().isPresent()
                ? known
                : nowChampion.map(version -> knownBy(version, store)).orElse(Known.nothing());
        return new LearntSoFar(nowChampion, history.lastTrained(), nowUsed, nowKnown);
    }

    private static boolean isSame(Optional<ModelVersion> one, Optional<ModelVersion> other) {
        return Objects.equals(one.map(ModelVersion::getVersion), other.map(ModelVersion::getVersion))
                && Objects.equals(one.map(ModelVersion::getChecksum), other.map(ModelVersion::getChecksum));
    }

    private static Known knownBy(ModelVersion version, ModelStore store) {
        Set<String> learningTopics = new HashSet<>(version.getLearningTopics());
        try {
            Map<String, Set<String>> labels = new HashMap<>();
            for (Task task : ModelPackageReader.read(store.fetch(new io.grasp.model.ModelVersion(version.getVersion())))
                    .manifest()
                    .tasks()) {
                labels.put(task.name(), Set.copyOf(task.labels()));
            }
            return new Known(learningTopics, Optional.of(labels));
        } catch (UnknownModelVersionException | UnreadablePackageException e) {
            LOG.atWarn()
                    .addKeyValue("version", version.getVersion())
                    .addKeyValue("reason", e.getMessage())
                    .log("Which labels the champion knows can't be read; a new label alone starts no training");
            return new Known(learningTopics, Optional.empty());
        }
    }
}
