package io.grasp.quickstart.fairness;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Corrects p-values for how many comparisons there are: of many, some differ by luck (Holm, A Simple Sequentially
 * Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6, 1979).
 */
final class Holm {
    private Holm() {}

    /** Returns the corrected p-values, in the order of those given. */
    static double[] corrected(List<Double> pValues) {
        List<Integer> smallestFirst = IntStream.range(0, pValues.size())
                .boxed()
                .sorted(Comparator.comparing(pValues::get))
                .toList();
        double[] corrected = new double[pValues.size()];
        double atLeast = 0;
        for (int rank = 0; rank < smallestFirst.size(); rank++) {
            int index = smallestFirst.get(rank);
            atLeast = Math.max(atLeast, Math.min(1, pValues.get(index) * (pValues.size() - rank)));
            corrected[index] = atLeast;
        }
        return corrected;
    }
}
