package io.grasp.learner.memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A learner's memory as bytes, small because there is one for every student and learning topic. In order:
 *
 * <pre>
 * byte     the version: 2 if anything is provisional, else 1
 * varint   number of words, then each as text (levels, engagements, misconceptions)
 * varint   number of observations, then each, oldest first:
 *   byte     bits: 1 the id is a UUID, 2 classified, 4 labelled; in version 2 also 8 provisional
 *   id       16 bytes of the UUID, else text
 *   varint   milliseconds since the observation before, or since 1970 for the first, zigzag
 *   shown    if classified
 *   varint   if labelled: milliseconds from 1970 to then, zigzag; then shown
 * text:
 *   varint   twice the number of characters, and 1 more if any is not ASCII
 *   bytes    a character each if all are ASCII, else two each, big-endian
 * shown:
 *   byte     bits: 1 correctness, 2 level, 4 engagement, 8 misconceptions; of what there is, in this order:
 *   float    correctness
 *   varint   index of the level's word
 *   varint   index of the engagement's word
 *   varint   number of misconceptions, then the index of each one's word
 * </pre>
 *
 * <p>A version, once released, is read for ever; a new one gets a new number.
 */
public final class MemoryFormat {
    static final int VERSION_1 = 1;
    /** Only written where it says more than version 1, which older programs read. */
    static final int VERSION_2_WITH_PROVISIONAL = 2;

    static final int ID_IS_UUID = 1;
    static final int IS_CLASSIFIED = 2;
    static final int IS_LABELLED = 4;
    static final int IS_PROVISIONAL = 8;

    static final int HAS_CORRECTNESS = 1;
    static final int HAS_LEVEL = 2;
    static final int HAS_ENGAGEMENT = 4;
    static final int HAS_MISCONCEPTIONS = 8;

    private MemoryFormat() {}

    public static byte[] write(LearnerMemory memory) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try {
            new MemoryWriter(new DataOutputStream(bytes)).write(memory);
        } catch (IOException e) {
            throw new UncheckedIOException("A learner's memory does not fit its format", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads any released version.
     *
     * @throws IllegalArgumentException if the bytes are of a newer version, or damaged
     */
    public static LearnerMemory read(byte[] bytes) {
        try {
            return new MemoryReader(new DataInputStream(new ByteArrayInputStream(bytes))).read();
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "%d bytes are no learner's memory; restore the store from its changelog".formatted(bytes.length),
                    e);
        }
    }
}
