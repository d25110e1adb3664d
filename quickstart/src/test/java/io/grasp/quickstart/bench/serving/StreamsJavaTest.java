package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StreamsJavaTest {
    @Test
    void benchmarksStartTheAppAsTheLauncherDoes() throws IOException {
        String launcher = Files.readString(Path.of("../grasp"));

        assertThat(launcher).contains("heap=512m", "jvm=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1)");
        assertThat(StreamsJava.OPTIONS).containsExactly("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }
}
