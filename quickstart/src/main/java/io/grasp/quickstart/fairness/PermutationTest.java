package io.grasp.quickstart.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How often chance alone makes two groups' shares differ as much: students are dealt to the two groups anew, many
 * times. Whole students are dealt, so what one student's cases have in common does not look like a difference of
 * groups. Ends early where luck is plain (Besag and Clifford, Sequential Monte Carlo p-values, Biometrika 78, 1991).
 *
 * @param seed the same seed gives the same answer
 */
record PermutationTest(long seed) {
    private static final int DEALS = 9999;
    private static final int ENOUGH_AS_LARGE = 100;
    private static final double ROUNDING = 1e-12;

    /** Returns the p-value, two-sided; neither group is empty. */
    double pValue(List<Count> one, List<Count> other) {
        List<Count> fewer = one.size() <= other.size() ? one : other;
        List<Count> more = one.size() <= other.size() ? other : one;
        Count[] all = new ArrayList<Count>(fewer).toArray(new Count[fewer.size() + more.size()]);
        for (int i = 0; i < more.size(); i++) {
            all[fewer.size() + i] = more.get(i);
        }
        Count sum = sum(all, all.length);
        double seen = difference(sum(all, fewer.size()), sum);
        SplittableRandom random = new SplittableRandom(seed);
        int asLarge = 0;
        for (int deal = 1; deal <= DEALS; deal++) {
            dealFirst(fewer.size(), all, random);
            if (difference(sum(all, fewer.size()), sum) >= seen - ROUNDING) {
                asLarge++;
                if (asLarge == ENOUGH_AS_LARGE) {
                    return (double) asLarge / deal;
                }
            }
        }
        return (asLarge + 1.0) / (DEALS + 1.0);
    }

    /** Without regard to sign. */
    private static double difference(Count first, Count all) {
        Count rest = new Count(all.hits() - first.hits(), all.of() - first.of());
        return Math.abs(first.share() - rest.share());
    }

    private static Count sum(Count[] counts, int first) {
        long hits = 0;
        long of = 0;
        for (int i = 0; i < first; i++) {
            hits += counts[i].hits();
            of += counts[i].of();
        }
        return new Count(hits, of);
    }

    private static void dealFirst(int first, Count[] all, SplittableRandom random) {
        for (int i = 0; i < first; i++) {
            int j = random.nextInt(i, all.length);
            Count moved = all[i];
            all[i] = all[j];
            all[j] = moved;
        }
    }
}
