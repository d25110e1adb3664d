package io.grasp.model.packaging;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from.
 *
 * @param baseEncoder what its encoder was before any training here
 * @param parentVersion the version it was trained from, or null if from the base encoder
 * @param labelRows labelled interactions it learned from
 * @param labelOffsets by partition of the label log, the offset up to which (exclusive) it was read; sorted
 * @param learningTopics those with labels among {@code labelRows}
 */
public record Lineage(
        String baseEncoder,
        @Nullable String parentVersion,
        long labelRows,
        Map<Integer, Long> labelOffsets,
        List<String> learningTopics,
        Instant createdAt) {
    public Lineage {
        labelOffsets = Collections.unmodifiableSortedMap(new TreeMap<>(labelOffsets));
        learningTopics = List.copyOf(learningTopics);
        if (labelRows < 0) {
            throw new IllegalArgumentException("A model cannot have learned from %d labels".formatted(labelRows));
        }
    }
}
