package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.contender.Spread;
import io.grasp.quickstart.bench.plot.Plot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Draws how many interactions a second each contender classifies. */
final class ThroughputPicture {
    private static final int LEAST_WIDTH = 480;
    private static final int WIDTH_OF_A_BAR = 130;
    private static final int HEIGHT = 360;

    private ThroughputPicture() {}

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if this machine can't draw
     */
    static void write(Map<String, Spread> speeds, Path file) {
        Plot.write(
                () -> List.of(Plot.bars(
                        Math.max(LEAST_WIDTH, WIDTH_OF_A_BAR * speeds.size()),
                        HEIGHT,
                        "interactions a second",
                        List.copyOf(speeds.keySet()),
                        speeds.values().stream().map(Spread::median).toList())),
                file);
    }
}
