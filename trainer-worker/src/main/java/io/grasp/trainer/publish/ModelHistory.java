package io.grasp.trainer.publish;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the log of model versions says of one model.
 *
 * @param records in the log's order
 */
public record ModelHistory(List<ModelVersion> records) {
    public ModelHistory {
        records = List.copyOf(records);
    }

    /** The version that serves: the last in the log's order that was declared champion and not withdrawn since. */
    public Optional<ModelVersion> champion() {
        Map<String, ModelVersion> declared = new LinkedHashMap<>();
        for (ModelVersion version : records) {
            // Removed first, so that a version which is declared again moves to the end.
            declared.remove(version.getVersion());
            if (version.getStatus() == ModelStatus.CHAMPION) {
                declared.put(version.getVersion(), version);
            }
        }
        return declared.values().stream().reduce((earlier, later) -> later);
    }

    /** The champion before the present one: the newest version below it that has been champion. */
    public Optional<ModelVersion> championBefore() {
        return champion()
                .flatMap(champion -> versions().stream()
                        .filter(version -> version.getStatus() == ModelStatus.CHAMPION)
                        .filter(version -> version.getVersion().compareTo(champion.getVersion()) < 0)
                        .max(Comparator.comparing(ModelVersion::getVersion)));
    }

    /** The latest record of each version, by version. */
    public List<ModelVersion> versions() {
        Map<String, ModelVersion> latest = new LinkedHashMap<>();
        records.forEach(version -> latest.put(version.getVersion(), version));
        return latest.values().stream()
                .sorted(Comparator.comparing(ModelVersion::getVersion))
                .toList();
    }

    /** The latest record of that version. */
    public Optional<ModelVersion> version(String name) {
        return versions().stream()
                .filter(version -> version.getVersion().equals(name))
                .findFirst();
    }

    /** The newest version that learnt from the label log, whatever became of it. */
    public Optional<ModelVersion> lastTrained() {
        return versions().stream()
                .filter(version -> !version.getLabelOffsets().isEmpty())
                .reduce((older, newer) -> newer);
    }

    /**
     * How far the label log has been used, by partition. The newest version tells: offsets of older ones may be of a
     * log that was deleted since.
     */
    public Map<Integer, Long> usedLabelOffsets() {
        Map<Integer, Long> used = new TreeMap<>();
        lastTrained()
                .ifPresent(version -> version.getLabelOffsets()
                        .forEach(offset -> used.put(offset.getPartition(), offset.getOffset())));
        return Collections.unmodifiableMap(used);
    }
}
