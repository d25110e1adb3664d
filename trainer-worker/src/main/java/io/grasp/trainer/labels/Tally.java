package io.grasp.trainer.labels;

/**
 * How many labels there are of something that the champion does not know.
 *
 * @param all how many there are
 * @param unused how many of them no training has used
 */
public record Tally(int all, int unused) {
    public Tally {
        if (unused < 0 || unused > all) {
            throw new IllegalArgumentException("Of %d labels, %d can't be unused".formatted(all, unused));
        }
    }

    static Tally ofOne(boolean isUnused) {
        return new Tally(1, isUnused ? 1 : 0);
    }

    Tally plus(Tally other) {
        return new Tally(all + other.all, unused + other.unused);
    }

    /**
     * Whether unused labels have reached {@code enough} since the last training: those that it used count as well, but
     * once they were enough and the champion still does not know it, it takes as many again.
     */
    public boolean hasReached(int enough) {
        int used = all - unused;
        return unused >= enough || (used < enough && unused > 0 && all >= enough);
    }
}
