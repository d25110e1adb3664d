package io.grasp.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittingBatchTest {
    private final List<Integer> tried = new ArrayList<>();

    @Test
    void batchesAreHalvedUntilTheyFit() {
        assertThat(FittingBatch.<String>find(24, size -> fitting(size, 7))).isEqualTo("batches of 6");
        assertThat(tried).containsExactly(24, 12, 6);
    }

    @Test
    void whatPyTorchSaysOfItsMemoryCounts() {
        String said = "[enforce fail at alloc_cpu.cpp:121] . DefaultCPUAllocator: can't allocate memory: you tried to"
                + " allocate 412316860416 bytes. Error code 12 (Cannot allocate memory)";
        assertThat(FittingBatch.<Integer>find(8, size -> {
                    if (size > 4) {
                        throw new EngineException("inference failed", new EngineException(said));
                    }
                    return size;
                }))
                .isEqualTo(4);
    }

    @Test
    void otherFailuresAreNotTriedAgain() {
        assertThatThrownBy(() -> FittingBatch.find(8, size -> {
                    tried.add(size);
                    throw new IllegalStateException("Training diverged");
                }))
                .hasMessage("Training diverged");
        assertThat(tried).containsExactly(8);
    }

    @Test
    void aSingleRowThatDoesNotFitIsTheEnd() {
        assertThatThrownBy(() -> FittingBatch.find(4, size -> fitting(size, 0))).isInstanceOf(OutOfMemoryError.class);
        assertThat(tried).containsExactly(4, 2, 1);
    }

    private String fitting(int size, int most) {
        tried.add(size);
        if (size > most) {
            throw new OutOfMemoryError("Java heap space");
        }
        return "batches of " + size;
    }
}
