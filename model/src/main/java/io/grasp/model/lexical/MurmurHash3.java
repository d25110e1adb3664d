package io.grasp.model.lexical;

/** MurmurHash3_x86_32 (Austin Appleby, public domain): the same on every machine and in every language. */
final class MurmurHash3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private MurmurHash3() {}

    static int hash(byte[] bytes, int seed) {
        int hash = seed;
        int wholeBlocks = bytes.length & ~3;
        for (int at = 0; at < wholeBlocks; at += 4) {
            hash = Integer.rotateLeft(hash ^ mixed(littleEndian(bytes, at, 4)), 13) * 5 + 0xe6546b64;
        }
        if (wholeBlocks < bytes.length) {
            hash ^= mixed(littleEndian(bytes, wholeBlocks, bytes.length - wholeBlocks));
        }
        hash ^= bytes.length;
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int block = 0;
        for (int i = 0; i < count; i++) {
            block |= (bytes[from + i] & 0xff) << (8 * i);
        }
        return block;
    }

    private static int mixed(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }
}
