package io.grasp.model.lexical;

import java.nio.charset.StandardCharsets;

/**
 * How the names of features become buckets; stands in a package, so that a program that hashes otherwise refuses it.
 *
 * @param hash the hash function, over a name's UTF-8
 * @param seed of the hash function
 * @param buckets how many there are; a power of two, so that a bucket is the lowest bits of a hash
 * @param features the version of the rules by which an input becomes names and values, see {@link LexicalFeatures}
 */
public record LexicalHashing(String hash, int seed, int buckets, int features) {
    /** The only one so far. So many buckets that collisions are rare: only those that occur are stored. */
    public static final LexicalHashing CURRENT = new LexicalHashing("murmur3_x86_32", 0, 1 << 22, 1);

    static int bucket(String name) {
        return MurmurHash3.hash(name.getBytes(StandardCharsets.UTF_8), CURRENT.seed) & (CURRENT.buckets - 1);
    }
}
