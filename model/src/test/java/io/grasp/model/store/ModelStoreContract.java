package io.grasp.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.ModelVersion;
import io.grasp.model.TinyModel;
import io.grasp.model.packaging.ModelPackageReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ModelStore} promises. A new store extends this class and adds nothing but a factory. */
public abstract class ModelStoreContract {
    private static final int PUBLISHERS = 8;

    @TempDir
    protected Path scratch;

    /**
     * Returns a store over {@code location}; two calls with the same location give two views of one store, as two
     * processes have them.
     */
    protected abstract ModelStore newStore(Path location);

    @Test
    void anEmptyStoreHasNoVersions() {
        assertThat(store().latest()).isEmpty();
        assertThat(store().versions()).isEmpty();
    }

    @Test
    void aPublishedModelIsFetchedByteForByte() {
        Path published = TinyModel.writePackage(scratch.resolve("package"), 1, TinyModel.tasks());

        ModelVersion version = store().publish(published);

        assertThat(version).isEqualTo(ModelVersion.FIRST);
        Path fetched = store().fetch(version);
        assertThat(contents(fetched)).isEqualTo(contents(published));
        assertThat(ModelPackageReader.read(fetched).checksum())
                .isEqualTo(ModelPackageReader.read(published).checksum());
    }

    @Test
    void theLatestVersionIsTheOnePublishedLast() {
        ModelStore store = store();
        store.publish(aPackage("first"));
        ModelVersion second = store.publish(aPackage("second"));

        assertThat(store().latest()).contains(second);
        assertThat(store().versions()).containsExactly(ModelVersion.FIRST, second);
    }

    @Test
    void aVersionNeverChanges() throws IOException {
        ModelStore store = store();
        Path source = aPackage("first");
        ModelVersion version = store.publish(source);

        Files.writeString(source.resolve("weights.bin"), "changed at the source");
        store.publish(source);

        assertThat(store.fetch(version).resolve("weights.bin")).hasContent("first");
        assertThat(store().fetch(version).resolve("weights.bin")).hasContent("first");
    }

    @Test
    void publishersAtTheSameTimeGetDifferentVersions() throws InterruptedException, ExecutionException {
        List<Path> packages = IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> aPackage("model " + i))
                .toList();
        CyclicBarrier together = new CyclicBarrier(PUBLISHERS);
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try {
            List<Future<ModelVersion>> published = new ArrayList<>();
            for (Path modelPackage : packages) {
                ModelStore ownView = store();
                published.add(threads.submit(() -> {
                    together.await();
                    return ownView.publish(modelPackage);
                }));
            }
            for (int i = 0; i < PUBLISHERS; i++) {
                assertThat(store().fetch(published.get(i).get()).resolve("weights.bin"))
                        .hasContent("model " + i);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store().versions()).hasSize(PUBLISHERS).doesNotHaveDuplicates();
    }

    @Test
    void anUnknownVersionIsNamedInTheError() {
        assertThatThrownBy(() -> store().fetch(ModelVersion.FIRST))
                .isInstanceOf(UnknownModelVersionException.class)
                .hasMessageContaining("v000001");
    }

    @Test
    void whatIsNoPackageIsNotPublished() throws IOException {
        Path empty = Files.createDirectory(scratch.resolve("empty"));
        Path nested = aPackage("nested");
        Files.createDirectory(nested.resolve("sub-directory"));

        assertThatThrownBy(() -> store().publish(empty)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().publish(nested)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().publish(scratch.resolve("nowhere")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nowhere");
        assertThat(store().versions()).isEmpty();
    }

    /** The store that every test is about. */
    protected final ModelStore store() {
        return newStore(storeLocation());
    }

    protected final Path storeLocation() {
        return scratch.resolve("store");
    }

    /** Returns a directory with one file, {@code weights.bin}: a store does not look into packages. */
    protected final Path aPackage(String weights) {
        try {
            Path directory = Files.createTempDirectory(scratch, "package");
            Files.writeString(directory.resolve("weights.bin"), weights);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> contents(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> contents = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                contents.add(file.getFileName() + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
