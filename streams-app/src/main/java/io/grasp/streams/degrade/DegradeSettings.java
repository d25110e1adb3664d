package io.grasp.streams.degrade;

/**
 * When interactions are answered by their wording alone first.
 *
 * @param lag if more interactions of a partition wait to be read; 0 for never
 * @param corrections most interactions of a partition that may wait for their corrections; while so many wait, no more
 *     are answered so
 */
public record DegradeSettings(int lag, int corrections) {
    /** All of the model answers, however much waits. */
    public static final DegradeSettings OFF = new DegradeSettings(0, 10_000);

    public boolean isOn() {
        return lag > 0;
    }
}
