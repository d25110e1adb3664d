package io.grasp.quickstart.fairness;

/**
 * Where the true difference of two shares lies with 95 % confidence: the hybrid score interval, method 10 of Newcombe,
 * Interval Estimation for the Difference Between Independent Proportions, Statistics in Medicine 17 (1998), on
 * effective numbers of cases. It holds where shares are 0 or 1 too.
 */
record DifferenceInterval(double low, double high) {
    private static final double Z = 1.959963984540054;

    static DifferenceInterval of(ClusteredShare one, ClusteredShare other) {
        double difference = one.share() - other.share();
        Wilson first = Wilson.of(one);
        Wilson second = Wilson.of(other);
        return new DifferenceInterval(
                difference - Math.hypot(one.share() - first.low, second.high - other.share()),
                difference + Math.hypot(first.high - one.share(), other.share() - second.low));
    }

    /** The score interval of one share (Wilson 1927). */
    private record Wilson(double low, double high) {
        static Wilson of(ClusteredShare share) {
            double n = share.effective();
            double p = share.share();
            double centre = p + Z * Z / (2 * n);
            double spread = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
            double scale = 1 + Z * Z / n;
            return new Wilson(Math.max((centre - spread) / scale, 0), Math.min((centre + spread) / scale, 1));
        }
    }
}
