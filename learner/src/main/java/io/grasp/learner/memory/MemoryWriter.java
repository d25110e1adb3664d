package io.grasp.learner.memory;

import static io.grasp.learner.memory.MemoryFormat.HAS_CORRECTNESS;
import static io.grasp.learner.memory.MemoryFormat.HAS_ENGAGEMENT;
import static io.grasp.learner.memory.MemoryFormat.HAS_LEVEL;
import static io.grasp.learner.memory.MemoryFormat.HAS_MISCONCEPTIONS;
import static io.grasp.learner.memory.MemoryFormat.ID_IS_UUID;
import static io.grasp.learner.memory.MemoryFormat.IS_CLASSIFIED;
import static io.grasp.learner.memory.MemoryFormat.IS_LABELLED;
import static io.grasp.learner.memory.MemoryFormat.IS_PROVISIONAL;
import static io.grasp.learner.memory.MemoryFormat.VERSION_1;
import static io.grasp.learner.memory.MemoryFormat.VERSION_2_WITH_PROVISIONAL;

import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the format that {@link MemoryFormat} describes; its words are collected first. Used once. */
record MemoryWriter(DataOutput out, Map<String, Integer> words) {
    MemoryWriter(DataOutput out) {
        this(out, new LinkedHashMap<>());
    }

    void write(LearnerMemory memory) throws IOException {
        for (Observation observation : memory.observations()) {
            collect(observation.classified());
            collect(
                    observation.labelled() == null
                            ? null
                            : observation.labelled().shown());
        }
        out.writeByte(memory.isProvisional() ? VERSION_2_WITH_PROVISIONAL : VERSION_1);
        writeVarint(words.size());
        for (String word : words.keySet()) {
            writeText(word);
        }
        writeVarint(memory.observations().size());
        long before = 0;
        for (Observation observation : memory.observations()) {
            write(observation, before);
            before = observation.at().toEpochMilli();
        }
    }

    private void collect(@Nullable Shown shown) {
        if (shown != null) {
            collect(shown.level());
            collect(shown.engagement());
            shown.named().forEach(this::collect);
        }
    }

    private void collect(@Nullable String word) {
        if (word != null) {
            words.putIfAbsent(word, words.size());
        }
    }

    private void write(Observation observation, long before) throws IOException {
        UUID uuid = asUuid(observation.interactionId());
        Labelled labelled = observation.labelled();
        out.writeByte((uuid == null ? 0 : ID_IS_UUID)
                | (observation.classified() == null ? 0 : IS_CLASSIFIED)
                | (labelled == null ? 0 : IS_LABELLED)
                | (observation.provisional() ? IS_PROVISIONAL : 0));
        if (uuid == null) {
            writeText(observation.interactionId());
        } else {
            out.writeLong(uuid.getMostSignificantBits());
            out.writeLong(uuid.getLeastSignificantBits());
        }
        writeVarint(zigzag(observation.at().toEpochMilli() - before));
        if (observation.classified() != null) {
            write(observation.classified());
        }
        if (labelled != null) {
            writeVarint(zigzag(labelled.at().toEpochMilli()));
            write(labelled.shown());
        }
    }

    private void write(Shown shown) throws IOException {
        out.writeByte((shown.correctness() == null ? 0 : HAS_CORRECTNESS)
                | (shown.level() == null ? 0 : HAS_LEVEL)
                | (shown.engagement() == null ? 0 : HAS_ENGAGEMENT)
                | (shown.misconceptions() == null ? 0 : HAS_MISCONCEPTIONS));
        if (shown.correctness() != null) {
            out.writeFloat((float) shown.correctness().probability());
        }
        writeWord(shown.level());
        writeWord(shown.engagement());
        if (shown.misconceptions() != null) {
            writeVarint(shown.misconceptions().size());
            for (String misconception : shown.misconceptions()) {
                writeWord(misconception);
            }
        }
    }

    private void writeWord(@Nullable String word) throws IOException {
        if (word != null) {
            writeVarint(Objects.requireNonNull(words.get(word)));
        }
    }

    private void writeText(String text) throws IOException {
        boolean narrow = text.chars().allMatch(character -> character < 0x80);
        writeVarint((long) text.length() << 1 | (narrow ? 0 : 1));
        if (narrow) {
            out.writeBytes(text);
        } else {
            out.writeChars(text);
        }
    }

    private void writeVarint(long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** Only if it is written as UUIDs are: the id must come back as it was. */
    private static @Nullable UUID asUuid(String id) {
        if (id.length() != 36) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
