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

import io.grasp.learner.knowledge.Correctness;
import java.io.DataInput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the format that {@link MemoryFormat} describes. Used once. */
record MemoryReader(DataInput in, List<String> words) {
    MemoryReader(DataInput in) {
        this(in, new ArrayList<>());
    }

    LearnerMemory read() throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION_1 && version != VERSION_2_WITH_PROVISIONAL) {
            throw new IllegalArgumentException(
                    "A learner's memory has format version %d, but this program reads only up to %d; run the newer one"
                            .formatted(version, VERSION_2_WITH_PROVISIONAL));
        }
        int wordCount = readCount();
        for (int i = 0; i < wordCount; i++) {
            words.add(readText());
        }
        List<Observation> observations = new ArrayList<>();
        int count = readCount();
        long before = 0;
        for (int i = 0; i < count; i++) {
            Observation observation = readObservation(before);
            before = observation.at().toEpochMilli();
            observations.add(observation);
        }
        return new LearnerMemory(observations);
    }

    private Observation readObservation(long before) throws IOException {
        int bits = in.readUnsignedByte();
        String id = (bits & ID_IS_UUID) == 0 ? readText() : new UUID(in.readLong(), in.readLong()).toString();
        Instant at = Instant.ofEpochMilli(before + readZigzag());
        Shown classified = (bits & IS_CLASSIFIED) == 0 ? null : readShown();
        boolean provisional = (bits & IS_PROVISIONAL) != 0;
        if ((bits & IS_LABELLED) == 0) {
            return new Observation(id, at, classified, provisional, null);
        }
        Instant labelledAt = Instant.ofEpochMilli(readZigzag());
        return new Observation(id, at, classified, provisional, new Labelled(readShown(), labelledAt));
    }

    private Shown readShown() throws IOException {
        int bits = in.readUnsignedByte();
        Correctness correctness = (bits & HAS_CORRECTNESS) == 0 ? null : new Correctness(in.readFloat());
        String level = (bits & HAS_LEVEL) == 0 ? null : readWord();
        String engagement = (bits & HAS_ENGAGEMENT) == 0 ? null : readWord();
        if ((bits & HAS_MISCONCEPTIONS) == 0) {
            return new Shown(correctness, level, engagement, null);
        }
        int count = readCount();
        List<String> misconceptions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            misconceptions.add(readWord());
        }
        return new Shown(correctness, level, engagement, misconceptions);
    }

    private String readWord() throws IOException {
        return words.get(readCount());
    }

    private String readText() throws IOException {
        long lengthAndWidth = readVarint();
        boolean narrow = (lengthAndWidth & 1) == 0;
        StringBuilder text = new StringBuilder();
        for (long left = lengthAndWidth >>> 1; left > 0; left--) {
            text.append(narrow ? (char) in.readUnsignedByte() : in.readChar());
        }
        return text.toString();
    }

    private int readCount() throws IOException {
        return (int) readVarint();
    }

    private long readZigzag() throws IOException {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    private long readVarint() throws IOException {
        long value = 0;
        int shift = 0;
        int next = in.readUnsignedByte();
        while ((next & 0x80) != 0) {
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
            next = in.readUnsignedByte();
        }
        return value | (long) next << shift;
    }
}
