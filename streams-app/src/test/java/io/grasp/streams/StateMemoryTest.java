package io.grasp.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class StateMemoryTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void allStoresWriteIntoOneMemory() {
        try (StateMemory memory = new StateMemory(64 * MEGABYTE);
                Options one = options();
                Options other = options()) {
            Map<String, Object> configs = Map.of(StateMemory.CONFIG, memory);

            new StateStoreOptions().setConfig("one", one, configs);
            new StateStoreOptions().setConfig("other", other, configs);

            assertThat(one.writeBufferManager()).isNotNull().isSameAs(other.writeBufferManager());
        }
    }

    @Test
    void aStoreByItselfKeepsItsOwn() {
        RocksDB.loadLibrary();
        try (Options options = options()) {
            new StateStoreOptions().setConfig("alone", options, Map.of());

            assertThat(options.writeBufferManager()).isNull();
        }
    }

    private static Options options() {
        RocksDB.loadLibrary();
        Options options = new Options();
        options.setTableFormatConfig(new BlockBasedTableConfig());
        return options;
    }
}
