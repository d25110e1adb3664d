package io.grasp.model.minilm;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The <a href="https://protobuf.dev/programming-guides/encoding/">wire format of Protocol Buffers</a>, as far as ONNX
 * uses it.
 */
final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int MAX_VARINT_BITS = 64;

    private ProtobufMessage() {}

    interface FieldVisitor {
        void visit(int field, Value value);
    }

    /** A field's value: a number, or bytes that may be a message, a text or packed numbers. */
    record Value(long number, ByteBuffer bytes, boolean delimited) {
        ByteBuffer message() {
            return bytes.duplicate();
        }

        String text() {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }

        /** Repeated numbers come one by one or packed. */
        List<Long> integers() {
            if (!delimited) {
                return List.of(number);
            }
            List<Long> numbers = new ArrayList<>();
            ByteBuffer packed = bytes.duplicate();
            while (packed.hasRemaining()) {
                numbers.add(varint(packed));
            }
            return numbers;
        }
    }

    static void forEachField(ByteBuffer message, FieldVisitor visitor) {
        try {
            while (message.hasRemaining()) {
                long tag = varint(message);
                visitor.visit((int) (tag >>> 3), value(message, (int) (tag & 7)));
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("A protobuf message ends in the middle of a field", e);
        }
    }

    private static Value value(ByteBuffer message, int wireType) {
        ByteBuffer none = ByteBuffer.allocate(0);
        return switch (wireType) {
            case VARINT -> new Value(varint(message), none, false);
            case FIXED_64 -> new Value(message.getLong(), none, false);
            case FIXED_32 -> new Value(message.getInt(), none, false);
            case LENGTH_DELIMITED -> {
                int length = Math.toIntExact(varint(message));
                ByteBuffer bytes = message.slice(message.position(), length);
                message.position(message.position() + length);
                yield new Value(0, bytes, true);
            }
            default -> throw new IllegalArgumentException("A protobuf field has the unknown wire type " + wireType);
        };
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A protobuf number has more than 64 bits");
    }
}
