package io.grasp.streams.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.streams.serving.TestModels.Counting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveModelTest {
    @TempDir
    Path scratch;

    @Test
    void beforeTheFirstVersionNothingServes() {
        try (LiveModel live = new LiveModel()) {
            assertThat(live.retain()).isEmpty();
            assertThat(live.identity()).isEmpty();
        }
    }

    @Test
    void aReplacedVersionIsClosedWhenItsLastUserLetsGo() {
        Counting first = new Counting(TestModels.tiny(scratch, 1, 1));
        try (LiveModel live = new LiveModel()) {
            live.replaceWith(first);
            SharedModel inUse = live.retain().orElseThrow();

            live.replaceWith(TestModels.tiny(scratch, 2, 2));

            assertThat(first.closed).isFalse();
            inUse.release();
            assertThat(first.closed).isTrue();
            assertThat(live.identity())
                    .hasValueSatisfying(model -> assertThat(model.version()).isEqualTo(TestModels.version(2)));
        }
    }

    @Test
    void closingLetsGoOfTheVersionThatServes() {
        Counting only = new Counting(TestModels.tiny(scratch, 1, 1));
        LiveModel live = new LiveModel();
        live.replaceWith(only);

        live.close();
        live.close();

        assertThat(only.closed).isTrue();
    }

    @Test
    void aModelThatIsReleasedTooOftenSaysSo() {
        SharedModel model = new SharedModel(TestModels.tiny(scratch, 1, 1));
        model.release();

        assertThatThrownBy(model::release).hasMessageContaining("grasp v000001");
        assertThat(model.retain()).isFalse();
    }

    @Test
    void manyThreadsAndManySwapsNeverMeetAClosedModel() throws Exception {
        TextClassifier shared = TestModels.tiny(scratch, 1, 1);
        List<Counting> versions = new ArrayList<>();
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try (LiveModel live = new LiveModel()) {
            live.replaceWith(new Counting(new Unclosable(shared)));
            List<Future<?>> reading = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                reading.add(readers.submit(() -> {
                    for (int look = 0; look < 20_000; look++) {
                        SharedModel model = live.retain().orElseThrow();
                        if (((Counting) model.classifier()).closed.get()) {
                            throw new IllegalStateException("A retained model was closed");
                        }
                        model.release();
                    }
                }));
            }
            for (int swap = 0; swap < 2_000; swap++) {
                Counting next = new Counting(new Unclosable(shared));
                versions.add(next);
                live.replaceWith(next);
            }
            for (Future<?> reader : reading) {
                reader.get();
            }
        } finally {
            readers.shutdown();
        }
        assertThat(versions).allSatisfy(version -> assertThat(version.closed).isTrue());
        shared.close();
    }

    /** Lets one tiny model stand for thousands of versions. */
    private static final class Unclosable extends TestModels.Decorated {
        Unclosable(TextClassifier origin) {
            super(origin);
        }

        @Override
        public void close() {
            // The test closes the shared model itself.
        }
    }
}
