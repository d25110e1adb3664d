package io.grasp.model.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoryModelStoreTest extends ModelStoreContract {
    @Override
    protected ModelStore newStore(Path location) {
        return new DirectoryModelStore(location);
    }

    @Test
    void aPublisherThatWasKilledLeavesNoVersionBehind() throws IOException {
        Path halfWritten = Files.createDirectories(storeLocation().resolve(".incoming-1234"));
        Files.writeString(halfWritten.resolve("weights.bin"), "half");

        assertThat(store().versions()).isEmpty();
        assertThat(store().publish(aPackage("whole"))).isEqualTo(ModelVersion.FIRST);
    }

    @Test
    void foreignEntriesAreIgnored() throws IOException {
        Files.createDirectories(storeLocation().resolve("lost+found"));
        Files.createDirectories(storeLocation().resolve("v1-old"));
        Files.writeString(storeLocation().resolve("v000001"), "a file that took a version's name");
        Files.writeString(storeLocation().resolve("notes.txt"), "mine");

        assertThat(store().latest()).isEmpty();
        assertThat(store().publish(aPackage("whole"))).isEqualTo(new ModelVersion("v000002"));
    }

    @Test
    void publishingLeavesOnlyTheVersionBehind() throws IOException {
        store().publish(aPackage("whole"));

        assertThat(names(storeLocation())).containsExactly("v000001");
    }

    @Test
    void everybodyWhoReadsTheStoreCanReadAVersion() throws IOException {
        Path fetched = store().fetch(store().publish(aPackage("whole")));

        assertThat(Files.getPosixFilePermissions(fetched)).isEqualTo(Files.getPosixFilePermissions(storeLocation()));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
    }
}
