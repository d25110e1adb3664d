package io.grasp.quickstart.bench.serving;

import java.util.List;

/** The options of Java with which {@code ./grasp streams} starts, so that benchmarks measure what runs. */
final class StreamsJava {
    static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private StreamsJava() {}
}
