package io.grasp.streams.request;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * A sample of all interactions that does not depend on what the model says: labels on doubtful interactions alone would
 * make the model look worse than it is. Drawn by a hash of the interaction id, so a replay draws the same.
 *
 * @param rate part of all interactions that are in it, 0 to 1
 */
record HonestSample(double rate) {
    private static final String SALT = "honest-sample/";
    private static final double HASHES = 1L << 32;

    boolean includes(String interactionId) {
        // The salt keeps this apart from other uses of the same hash.
        int hash = Utils.murmur2((SALT + interactionId).getBytes(StandardCharsets.UTF_8));
        return Integer.toUnsignedLong(hash) < rate * HASHES;
    }
}
