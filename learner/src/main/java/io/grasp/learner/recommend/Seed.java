package io.grasp.learner.recommend;

import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Where random numbers begin. The same seed gives the same numbers in every Java and on every machine, so that a replay
 * decides the same. Immutable.
 *
 * @param value what to record
 */
public record Seed(long value) {
    // FNV-1a (Fowler, Noll & Vo), and the finalizer of SplitMix64 (Steele, Lea & Flood 2014)
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
    private static final long MIX_2 = 0x94d049bb133111ebL;

    /** Another seed for everything that has a name, such as one interaction or one resource. */
    public Seed of(String name) {
        long hash = FNV_BASIS ^ mixed(value);
        for (int at = 0; at < name.length(); at++) {
            hash = (hash ^ name.charAt(at)) * FNV_PRIME;
        }
        return new Seed(mixed(hash));
    }

    /** A new generator. Java prescribes the algorithm of this one, unlike those of its other generators. */
    public RandomGenerator generator() {
        return new Random(value);
    }

    private static long mixed(long bits) {
        long once = (bits ^ (bits >>> 30)) * MIX_1;
        long twice = (once ^ (once >>> 27)) * MIX_2;
        return twice ^ (twice >>> 31);
    }
}
