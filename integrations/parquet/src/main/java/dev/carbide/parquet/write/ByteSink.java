package dev.carbide.parquet.write;

import dev.carbide.parquet.decode.GrowingBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes appended one behind the other to growing native memory. */
final class ByteSink implements AutoCloseable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final GrowingBytes bytes;
    private MemorySegment segment = MemorySegment.NULL;
    private long length;

    ByteSink(GrowingBytes bytes) {
        this.bytes = bytes;
    }

    void clear() {
        length = 0;
    }

    long length() {
        return length;
    }

    /** The memory: what was appended, and room behind it. It changes when the sink grows. */
    MemorySegment segment() {
        return segment;
    }

    /** Makes room for {@code more} bytes and returns the memory, which begins with what was appended. */
    MemorySegment reserve(long more) {
        if (length + more > segment.byteSize()) {
            segment = bytes.ensure(length + more, length);
        }
        return segment;
    }

    /** Counts {@code more} bytes, which the caller has written behind the end, as appended. */
    void advance(long more) {
        length += more;
    }

    void putByte(int value) {
        reserve(1).set(ValueLayout.JAVA_BYTE, length, (byte) value);
        length++;
    }

    void putInt(int value) {
        reserve(4).set(INT, length, value);
        length += 4;
    }

    void putLong(long value) {
        reserve(8).set(LONG, length, value);
        length += 8;
    }

    /** An unsigned LEB128 number. */
    void putVarint(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            putByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    void put(MemorySegment source, long from, long count) {
        MemorySegment.copy(source, from, reserve(count), length, count);
        length += count;
    }

    void put(byte[] source, int count) {
        MemorySegment.copy(source, 0, reserve(count), ValueLayout.JAVA_BYTE, length, count);
        length += count;
    }

    @Override
    public void close() {
        bytes.close();
        segment = MemorySegment.NULL;
        length = 0;
    }
}
