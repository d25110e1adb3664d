package io.grasp.quickstart.bench.scale;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** In what classifying can grow. */
enum Dimension {
    INFERENCE_THREADS("inference-threads", 1, "1,2"),
    STREAM_THREADS("stream-threads", 1, "1,2"),
    PARTITIONS("partitions", 1, "1,4,8"),
    /** Processes of one consumer group. */
    INSTANCES("instances", 1, "1,2"),
    /** How often each text is said. */
    TEXT_LENGTH("text-length", 1, "1,2,4,8"),
    TASKS("tasks", 1, "1,2,4,8,16"),
    /** Of each task, of which one holds; so there must be two. */
    LABELS("labels", 2, "3,30,300"),
    STUDENTS("students", 1, "10,1000,100000");

    private final String written;
    private final int least;
    private final String usual;

    Dimension(String written, int least, String usual) {
        this.written = written;
        this.least = least;
        this.usual = usual;
    }

    /** Its name on the command line and in reports. */
    String written() {
        return written;
    }

    int least() {
        return least;
    }

    /** This dimension and the values at which it is measured unless others are wanted, as on the command line. */
    String usual() {
        return written + "=" + usual;
    }

    static Optional<Dimension> called(String written) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.written.equals(written))
                .findFirst();
    }

    /** All names, for people. */
    static String names() {
        return Arrays.stream(values()).map(Dimension::written).collect(Collectors.joining(", "));
    }
}
