package io.grasp.model.packaging;

import java.util.Arrays;

/** Versions of the package's layout. An id, once released, is never reused or renumbered. */
public enum PackageFormat {
    V1(1),
    /** A head may have a dense layer and a part that reads words; truncation is chosen. */
    V2(2),
    /** A text that does not fit may be read in several windows. */
    V3(3),
    /** A context may be read without the text that follows it. */
    V4(4),
    /** Words alone may decide. */
    V5(5);

    private final int id;

    PackageFormat(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    /** The format that this program writes. */
    public static PackageFormat latest() {
        return values()[values().length - 1];
    }

    /**
     * Returns the format with that id.
     *
     * @throws IllegalArgumentException if this program does not read it
     */
    public static PackageFormat fromId(int id) {
        return Arrays.stream(values())
                .filter(format -> format.id == id)
                .findFirst()
                .orElseThrow(() -> id > latest().id
                        ? new NewerFormatException(id, latest())
                        : new IllegalArgumentException(
                                "Package format %d does not exist. Fetch or publish the package again.".formatted(id)));
    }
}
