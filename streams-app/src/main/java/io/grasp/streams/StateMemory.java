package io.grasp.streams;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory of all state stores of a process: blocks, indexes and what is not on disk yet. Without it each
 * store of each partition takes some 100 MB of its own. Owns that memory; outlives the stores. Thread-safe.
 */
final class StateMemory implements AutoCloseable {
    /** Under this name the stores find it among Kafka Streams' settings. */
    static final String CONFIG = "grasp.state.memory";

    /** The rest is for what is read. */
    private static final double SHARE_OF_WRITES = 0.5;

    private static final double SHARE_OF_INDEXES = 0.1;
    private static final int FEWEST_SHARD_BITS = 0;
    private static final int MEMTABLES = 2;
    private static final long LARGEST_MEMTABLE_BYTES = 8L << 20;

    private final Cache cache;
    private final WriteBufferManager writes;

    StateMemory(long bytes) {
        RocksDB.loadLibrary();
        this.cache = new LRUCache(bytes, FEWEST_SHARD_BITS, false, SHARE_OF_INDEXES);
        this.writes = new WriteBufferManager((long) (bytes * SHARE_OF_WRITES), cache);
    }

    /** Lets a store take its memory from here; its table format is the caller's to set. */
    void bound(Options options, BlockBasedTableConfig table) {
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(writes);
        options.setWriteBufferSize(LARGEST_MEMTABLE_BYTES);
        options.setMaxWriteBufferNumber(MEMTABLES);
    }

    @Override
    public void close() {
        writes.close();
        cache.close();
    }

    @Override
    public String toString() {
        return "the state stores' shared memory";
    }
}
