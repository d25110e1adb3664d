package io.grasp.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/** Compresses state stores on disk: what is kept of learners repeats ids, words and times. */
public final class CompressedState implements RocksDBConfigSetter {
    /** Four times RocksDB's usual: more that repeats is side by side, and a read still unpacks little. */
    private static final long BLOCK_BYTES = 16 * 1024;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setCompressionType(CompressionType.ZSTD_COMPRESSION);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        options.setTableFormatConfig(table.setBlockSize(BLOCK_BYTES));
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing was created here that would have to be closed.
    }
}
