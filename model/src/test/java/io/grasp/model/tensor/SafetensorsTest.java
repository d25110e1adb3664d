package io.grasp.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path scratch;

    @Test
    void whatIsWrittenIsRead() {
        Map<String, Tensor> tensors = Map.of(
                "matrix", new Tensor(new long[] {2, 3}, new float[] {1, -2, 3.5f, Float.MIN_VALUE, -0f, Float.NaN}),
                "scalar", new Tensor(new long[] {}, new float[] {42}),
                "empty", new Tensor(new long[] {0, 7}, new float[0]),
                "größe \"3\"\n", new Tensor(new long[] {1}, new float[] {1}));

        assertThat(Safetensors.read(written(tensors))).isEqualTo(tensors);
    }

    @Test
    void aTensorLargerThanTheBufferIsWrittenWhole() {
        float[] values = new float[1_000_003];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Map<String, Tensor> tensors = Map.of("big", new Tensor(new long[] {values.length}, values));

        assertThat(Safetensors.read(written(tensors))).isEqualTo(tensors);
    }

    /** These bytes are what other programs read, so a change here must be meant. */
    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = written(Map.of(
                "b", new Tensor(new long[] {2}, new float[] {1, 2}), "a", new Tensor(new long[] {1}, new float[] {-1
                })));

        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}     ";
        assertThat(header.length() % 8).isZero();
        assertThat(Files.readAllBytes(file))
                .isEqualTo(fileOf(header, HexFormat.of().parseHex("000080bf0000803f00000040")));
    }

    @Test
    void halfPrecisionIsWidenedExactly() throws IOException {
        byte[] data = HexFormat.of().parseHex("003c00c0ff7b0100007c0080" + "803f20c0");
        Path file = write(fileOf(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[12,16]}}",
                data));

        Map<String, Tensor> tensors = Safetensors.read(file);

        assertThat(tensors.get("h"))
                .isEqualTo(
                        new Tensor(new long[] {6}, new float[] {1, -2, 65504, 0x1p-24f, Float.POSITIVE_INFINITY, -0f}));
        assertThat(tensors.get("b")).isEqualTo(new Tensor(new long[] {2}, new float[] {1, -2.5f}));
    }

    @Test
    void onlyTheTensorsThatAreWantedNeedAReadableType() throws IOException {
        Path file = write(fileOf(
                "{\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
                new byte[12]));

        assertThat(Safetensors.read(file, name -> name.equals("w"))).containsOnlyKeys("w");
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(UnreadableTensorsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("tensor ids: type I64 is not read");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    [1,2]                                                                        | not a JSON object
                    {"a":                                                                        | not valid JSON
                    {} {}                                                                        | not valid JSON
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | not valid JSON
                    {"a":7}                                                                      | tensor a: its entry needs
                    {"a":{"shape":[1],"data_offsets":[0,4]}}                                     | tensor a: its entry needs
                    {"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}                         | tensor a: its entry needs
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}                         | tensor a: its entry needs
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}                      | tensor a: its entry needs
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}    | tensor a: its entry needs
                    {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}                      | tensor a: its shape
                    {"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}                     | tensor a: its shape
                    {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}   | tensor a: a shape of
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}                       | tensor a: the bytes 0 to 4 do not hold F32 of shape [2]
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}                       | tensor a: the bytes 4 to 0
                    {"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}                        | tensor a: its type 'Q4' is unknown
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                       | tensor a: it begins at byte 4
                    {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | tensor b: it begins at byte 4
                    {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                       | take 4 bytes, but 8 follow
                    {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}                      | take 12 bytes, but 8 follow
                    {}                                                                           | take 0 bytes, but 8 follow
                    {"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                        | name has 0 characters
                    {"__metadata__":{"format":1}}                                                | __metadata__
                    {"__metadata__":["pt"]}                                                      | __metadata__
                    """)
    void aDamagedHeaderIsRefusedByName(String header, String problem) throws IOException {
        Path file = write(fileOf(header, new byte[8]));

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(UnreadableTensorsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1", "100000001", "9223372036854775807", "200"})
    void anImpossibleHeaderLengthIsRefusedBeforeAnythingIsAllocated(long length) throws IOException {
        byte[] bytes = fileOf("{}", new byte[8]);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Path file = write(bytes);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(UnreadableTensorsException.class)
                .hasMessageContaining("header");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(written(Map.of("a", new Tensor(new long[] {2}, new float[] {1, 2}))));
        for (int length = 0; length < whole.length; length++) {
            Path file = write(Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(UnreadableTensorsException.class);
        }
    }

    @Test
    void aNameThatTheFormatReservesIsNotWritten() {
        Map<String, Tensor> tensors = Map.of("__metadata__", new Tensor(new long[] {}, new float[] {1}));
        assertThatThrownBy(() -> written(tensors)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTensorHasAsManyValuesAsItsShapeSays() {
        assertThatThrownBy(() -> new Tensor(new long[] {2, 2}, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 2]");
    }

    private Path written(Map<String, Tensor> tensors) {
        Path file = scratch.resolve("written.safetensors");
        Safetensors.write(file, tensors);
        return file;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(scratch.resolve("made.safetensors"), bytes);
    }

    private static byte[] fileOf(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
