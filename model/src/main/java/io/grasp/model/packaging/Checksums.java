package io.grasp.model.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code SHA256SUMS}: a line a file, sorted, as {@code sha256sum --check} reads them. */
final class Checksums {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *]([^/\\\\\\p{Cntrl}]+)");

    private final SortedMap<String, String> byName;

    private Checksums(SortedMap<String, String> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
    }

    static Checksums of(Path directory, Iterable<String> names) throws IOException {
        SortedMap<String, String> byName = new TreeMap<>();
        for (String name : names) {
            byName.put(name, ofFile(directory.resolve(name)));
        }
        return new Checksums(byName);
    }

    /** @throws IllegalArgumentException if a line has another form or a name comes twice */
    static Checksums parse(byte[] file) {
        SortedMap<String, String> byName = new TreeMap<>();
        String text = new String(file, StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || byName.put(matcher.group(2), matcher.group(1)) != null) {
                throw new IllegalArgumentException(
                        "%s is damaged; fetch or publish the package again".formatted(PackageFiles.CHECKSUMS));
            }
        }
        return new Checksums(byName);
    }

    Map<String, String> byName() {
        return byName;
    }

    byte[] toBytes() {
        return byName.entrySet().stream()
                .map(entry -> "%s  %s\n".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    static String ofBytes(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
