package io.grasp.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/**
 * How state stores lie on disk and in memory: compressed, since what is kept of learners repeats ids, words and times;
 * and all stores of the process within its one {@link StateMemory}, if the settings bring one.
 */
public final class StateStoreOptions implements RocksDBConfigSetter {
    /** Four times RocksDB's usual: more that repeats is side by side, and a read still unpacks little. */
    private static final long BLOCK_BYTES = 16 * 1024;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setCompressionType(CompressionType.ZSTD_COMPRESSION);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockSize(BLOCK_BYTES);
        if (configs.get(StateMemory.CONFIG) instanceof StateMemory memory) {
            memory.bound(options, table);
        }
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // The memory is the process's and outlives its stores.
    }
}
