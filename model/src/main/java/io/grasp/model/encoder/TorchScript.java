package io.grasp.model.encoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program of ours for the engine, as the archive that it loads: PyTorch's {@code caffe2/serialize/inline_container.h}
 * and {@code torch/csrc/jit/docs/serialization.md}. DJL reaches only some of the engine's operations; such a program
 * reaches all. It is a resource of this module: nothing like it is ever read from a model package.
 */
final class TorchScript {
    private TorchScript() {}

    /**
     * Returns the archive of a module without attributes.
     *
     * @param className of the module, which the resource {@code resource} declares
     */
    static byte[] archive(String resource, String className) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (InputStream code = TorchScript.class.getResourceAsStream(resource);
                ZipOutputStream zip = new ZipOutputStream(archive)) {
            if (code == null) {
                throw new IllegalStateException("The program %s is not in this build".formatted(resource));
            }
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "code/__torch__.py", code.readAllBytes());
            store(zip, "constants.pkl", latin1("\u0080\u0002)."));
            store(zip, "data.pkl", latin1(instanceOf(className)));
        } catch (IOException e) {
            throw new UncheckedIOException("The program %s cannot be read".formatted(resource), e);
        }
        return archive.toByteArray();
    }

    /** In pickle's protocol 2: an object of that class whose {@code training} is false. */
    private static String instanceOf(String className) {
        return "\u0080\u0002c__torch__\n%s\n)\u0081}X\u0008\0\0\0training\u0089sb.".formatted(className);
    }

    private static byte[] latin1(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("archive/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
