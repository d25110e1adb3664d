package io.grasp.model.metrics;

import java.util.List;
import java.util.stream.Stream;

/** Counts confidences in ten bins of equal width, closed above, as Guo et al. (2017) do. For one thread. */
final class ReliabilityBins {
    private static final int BINS = 10;

    private final List<Bin> bins = Stream.generate(Bin::new).limit(BINS).toList();

    void add(double confidence, boolean isRight) {
        Bin bin = bins.get(Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
        bin.count++;
        bin.confidence += confidence;
        bin.right += isRight ? 1 : 0;
    }

    /** The bins that are not empty, the least confident first. */
    List<ReliabilityBin> filled() {
        return bins.stream().filter(bin -> bin.count > 0).map(Bin::means).toList();
    }

    /** The mean distance of confidence and accuracy of what was counted; 0 if nothing was. */
    double expectedCalibrationError() {
        double distances = bins.stream()
                .mapToDouble(bin -> Math.abs(bin.confidence - bin.right))
                .sum();
        long counted = bins.stream().mapToLong(bin -> bin.count).sum();
        return counted == 0 ? 0 : distances / counted;
    }

    private static final class Bin {
        private long count;
        private long right;
        private double confidence;

        ReliabilityBin means() {
            return new ReliabilityBin(confidence / count, (double) right / count, count);
        }
    }
}
