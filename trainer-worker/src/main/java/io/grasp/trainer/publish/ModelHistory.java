package io.grasp.trainer.publish;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.events.PartitionOffset;
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

    /** The version that serves: that of the last record with the status champion. */
    public Optional<ModelVersion> champion() {
        return records.stream()
                .filter(version -> version.getStatus() == ModelStatus.CHAMPION)
                .reduce((earlier, later) -> later);
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

    /** How far the label log has been used, by partition, whatever became of the versions that used it. */
    public Map<Integer, Long> usedLabelOffsets() {
        Map<Integer, Long> used = new TreeMap<>();
        for (ModelVersion version : records) {
            for (PartitionOffset offset : version.getLabelOffsets()) {
                used.merge(offset.getPartition(), offset.getOffset(), Math::max);
            }
        }
        return Collections.unmodifiableMap(used);
    }
}
