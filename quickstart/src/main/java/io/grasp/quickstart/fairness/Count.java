package io.grasp.quickstart.fairness;

/**
 * How many of some cases have a property.
 *
 * @param hits those that have it
 * @param of all of them
 */
record Count(long hits, long of) {
    static final Count NONE = new Count(0, 0);

    Count {
        if (hits < 0 || hits > of) {
            throw new IllegalArgumentException("%d of %d is no count".formatted(hits, of));
        }
    }

    static Count of(boolean isHit) {
        return new Count(isHit ? 1 : 0, 1);
    }

    Count plus(Count other) {
        return new Count(hits + other.hits, of + other.of);
    }

    double share() {
        return (double) hits / of;
    }
}
