package io.grasp.streams.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.EncodedInput;
import io.grasp.model.Prediction;
import io.grasp.streams.serving.TestModels;
import io.grasp.streams.serving.TextClassifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    private static final BatchShape SHAPE = new BatchShape(512, 16, Duration.ZERO);

    @TempDir
    Path scratch;

    private final WarmUp warmUp = new WarmUp(SHAPE);
    private final List<List<EncodedInput>> batches = new ArrayList<>();
    private TextClassifier model;

    @BeforeEach
    void openModel() {
        model = new TestModels.Decorated(TestModels.tiny(scratch, 1, 7)) {
            @Override
            public List<Prediction> predict(List<EncodedInput> batch) {
                batches.add(batch);
                return super.predict(batch);
            }
        };
    }

    @AfterEach
    void closeModel() {
        model.close();
    }

    @Test
    void batchesOfEverySizeAndLengthArePredictedBeforeAModelServes() {
        warmUp.accept(model);

        assertThat(batches).extracting(List::size).contains(1, 2, 4, 8, 16);
        assertThat(batches).anyMatch(batch -> batch.get(0).length() > 64 && batch.size() > 2);
    }

    @Test
    void aLaterVersionTakesLittleFromThoseWhoAreAnsweredMeanwhile() {
        warmUp.accept(model);
        batches.clear();

        warmUp.accept(model);

        assertThat(batches).hasSize(1);
    }

    @Test
    void noBatchIsLargerThanThoseThatServe() {
        warmUp.accept(model);

        assertThat(batches)
                .allMatch(batch -> batch.size() == 1
                        || batch.stream().mapToInt(model::tokensToCompute).sum() <= SHAPE.maxTokens());
    }

    @Test
    void aQueueThatHoldsMoreWorkThanAThreadMayWaitForIsToldOf() {
        assertThat(warmUp.concern(1_000_000, 1, Duration.ofMillis(1))).isEmpty();

        warmUp.accept(model);

        assertThat(warmUp.concern(1_000_000_000, 1, Duration.ofSeconds(20)).orElseThrow())
                .contains("1000000000 interactions", "20 s", "lower inference.queue.texts");
        assertThat(warmUp.concern(1, 1, Duration.ofSeconds(20))).isEmpty();
    }
}
