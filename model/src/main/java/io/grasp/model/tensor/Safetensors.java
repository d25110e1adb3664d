package io.grasp.model.tensor;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads and writes the <a href="https://github.com/huggingface/safetensors">safetensors</a> format: the header's length
 * (8 bytes, little-endian), a JSON header with each tensor's type, shape and place, then the values. Reads F32, F16 and
 * BF16; writes F32.
 */
public final class Safetensors {
    private static final int LENGTH_BYTES = Long.BYTES;
    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int MAX_NAME_LENGTH = 512;
    private static final int MAX_DIMENSIONS = 16;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Safetensors() {}

    /**
     * Returns every tensor of the file by name, sorted.
     *
     * @throws UnreadableTensorsException if the file is damaged or a tensor's type is not read
     */
    public static Map<String, Tensor> read(Path file) {
        return read(file, name -> true);
    }

    /** As {@link #read(Path)}, but only the tensors whose name is wanted; the places of all are checked. */
    public static Map<String, Tensor> read(Path file, Predicate<String> wanted) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long dataStart = LENGTH_BYTES + headerLength(file, channel);
            List<Entry> entries = entries(file, header(file, channel, dataStart));
            requireGapless(file, entries, channel.size() - dataStart);
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            for (Entry entry : entries) {
                if (wanted.test(entry.name)) {
                    tensors.put(entry.name, values(file, channel, dataStart, entry));
                }
            }
            return Collections.unmodifiableSortedMap(tensors);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    /**
     * Writes the tensors and forces them to the disk. The same tensors always give the same bytes. An existing file is
     * replaced, not atomically.
     */
    public static void write(Path file, Map<String, Tensor> tensors) {
        SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
        sorted.keySet().forEach(Safetensors::requireWritableName);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(headerOf(sorted)));
            ByteBuffer chunk = newChunk();
            for (Tensor tensor : sorted.values()) {
                FloatBuffer values = tensor.values();
                while (values.hasRemaining()) {
                    int count = Math.min(values.remaining(), chunk.capacity() / Float.BYTES);
                    chunk.clear().limit(count * Float.BYTES);
                    chunk.asFloatBuffer().put(values.slice(values.position(), count));
                    values.position(values.position() + count);
                    writeFully(channel, chunk);
                }
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write tensors to " + file, e);
        }
    }

    /** One tensor as the header describes it. */
    private record Entry(String name, String type, List<Long> shape, long begin, long end) {
        int bytesPerValue() {
            return switch (type) {
                case "F64", "I64", "U64" -> 8;
                case "F32", "I32", "U32" -> 4;
                case "F16", "BF16", "I16", "U16" -> 2;
                case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2" -> 1;
                default -> -1;
            };
        }

        long[] shapeArray() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private static long headerLength(Path file, FileChannel channel) throws IOException {
        long fileSize = channel.size();
        if (fileSize < LENGTH_BYTES) {
            throw new UnreadableTensorsException(file, "%d bytes are too few for a header".formatted(fileSize));
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, length, 0);
        long headerLength = length.getLong();
        if (headerLength < 2 || headerLength > MAX_HEADER_BYTES || headerLength > fileSize - LENGTH_BYTES) {
            throw new UnreadableTensorsException(
                    file,
                    "its header cannot have %s bytes in a file of %d"
                            .formatted(Long.toUnsignedString(headerLength), fileSize));
        }
        return headerLength;
    }

    private static JsonNode header(Path file, FileChannel channel, long dataStart) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(dataStart - LENGTH_BYTES));
        readFully(channel, bytes, LENGTH_BYTES);
        if (bytes.get(0) != '{') {
            throw new UnreadableTensorsException(file, "its header is not a JSON object");
        }
        try {
            return JSON.readTree(bytes.array());
        } catch (IOException e) {
            throw new UnreadableTensorsException(file, "its header is not valid JSON", e);
        }
    }

    private static List<Entry> entries(Path file, JsonNode header) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(METADATA)) {
                requireTextValues(file, field.getValue());
            } else {
                entries.add(entry(file, field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return entries;
    }

    private static void requireTextValues(Path file, JsonNode metadata) {
        Iterator<JsonNode> values = metadata.elements();
        while (values.hasNext()) {
            if (!values.next().isTextual()) {
                throw new UnreadableTensorsException(file, "its __metadata__ holds something else than text");
            }
        }
        if (!metadata.isObject()) {
            throw new UnreadableTensorsException(file, "its __metadata__ is not an object");
        }
    }

    private static Entry entry(Path file, String name, JsonNode json) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new UnreadableTensorsException(
                    file, "a tensor's name has %d characters (1 to %d)".formatted(name.length(), MAX_NAME_LENGTH));
        }
        JsonNode offsets = json.path("data_offsets");
        if (!json.path("dtype").isTextual()
                || !json.path("shape").isArray()
                || json.path("shape").size() > MAX_DIMENSIONS
                || offsets.size() != 2
                || !isSize(offsets.path(0))
                || !isSize(offsets.path(1))) {
            throw damaged(file, name, "its entry needs a dtype, a shape and two data_offsets");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : json.path("shape")) {
            if (!isSize(dimension)) {
                throw damaged(file, name, "its shape is not a list of sizes");
            }
            shape.add(dimension.longValue());
        }
        Entry entry = new Entry(
                name,
                json.path("dtype").textValue(),
                List.copyOf(shape),
                offsets.path(0).longValue(),
                offsets.path(1).longValue());
        requireBytesForShape(file, entry);
        return entry;
    }

    private static boolean isSize(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
    }

    private static void requireBytesForShape(Path file, Entry entry) {
        long size = Tensor.size(entry.shapeArray());
        if (size < 0) {
            throw damaged(file, entry.name, "a shape of %s is too large".formatted(entry.shape));
        }
        if (entry.bytesPerValue() < 0) {
            throw damaged(file, entry.name, "its type '%s' is unknown".formatted(entry.type));
        }
        if (entry.end - entry.begin != size * entry.bytesPerValue()) {
            throw damaged(
                    file,
                    entry.name,
                    "the bytes %d to %d do not hold %s of shape %s"
                            .formatted(entry.begin, entry.end, entry.type, entry.shape));
        }
    }

    private static void requireGapless(Path file, List<Entry> entries, long dataBytes) {
        long next = 0;
        for (Entry entry : entries) {
            if (entry.begin != next) {
                throw damaged(
                        file,
                        entry.name,
                        "it begins at byte %d, but the one before ends at %d".formatted(entry.begin, next));
            }
            next = entry.end;
        }
        if (next != dataBytes) {
            throw new UnreadableTensorsException(
                    file, "its tensors take %d bytes, but %d follow the header".formatted(next, dataBytes));
        }
    }

    private static Tensor values(Path file, FileChannel channel, long dataStart, Entry entry) throws IOException {
        float[] values = new float[Math.toIntExact(Tensor.size(entry.shapeArray()))];
        ByteBuffer chunk = newChunk();
        int valuesPerChunk = CHUNK_BYTES / entry.bytesPerValue();
        for (int done = 0; done < values.length; done += valuesPerChunk) {
            int count = Math.min(valuesPerChunk, values.length - done);
            chunk.clear().limit(count * entry.bytesPerValue());
            readFully(channel, chunk, dataStart + entry.begin + (long) done * entry.bytesPerValue());
            switch (entry.type) {
                case "F32" -> chunk.asFloatBuffer().get(values, done, count);
                case "F16" -> {
                    for (int i = 0; i < count; i++) {
                        values[done + i] = HalfFloats.fromF16(chunk.getShort());
                    }
                }
                case "BF16" -> {
                    for (int i = 0; i < count; i++) {
                        values[done + i] = HalfFloats.fromBf16(chunk.getShort());
                    }
                }
                default ->
                    throw damaged(
                            file, entry.name, "type %s is not read, only F32, F16 and BF16".formatted(entry.type));
            }
        }
        return new Tensor(entry.shapeArray(), values);
    }

    private static byte[] headerOf(SortedMap<String, Tensor> tensors) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.putObject(METADATA).put("format", "pt");
        long offset = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            long end = offset + (long) tensor.getValue().size() * Float.BYTES;
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", "F32");
            Arrays.stream(tensor.getValue().shape()).forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
        byte[] bytes = new byte[LENGTH_BYTES + padded];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
        return bytes;
    }

    private static void requireWritableName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.equals(METADATA)) {
            throw new IllegalArgumentException("A tensor cannot be named '%s': 1 to %d characters, and not %s"
                    .formatted(name, MAX_NAME_LENGTH, METADATA));
        }
    }

    private static UnreadableTensorsException damaged(Path file, String tensor, String problem) {
        return new UnreadableTensorsException(file, "tensor %s: %s".formatted(tensor, problem));
    }

    private static ByteBuffer newChunk() {
        return ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void readFully(FileChannel channel, ByteBuffer target, long position) throws IOException {
        long from = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, from);
            if (read < 0) {
                throw new EOFException("The file became shorter while it was read");
            }
            from += read;
        }
        target.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }
}
