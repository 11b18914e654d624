package dev.carbide.parquet.decode;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A cursor over the bytes of a page for what is read once per page or run: counts, widths, lengths. */
final class PageBytes {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private MemorySegment data = MemorySegment.NULL;
    private long position;
    private long end;

    void start(MemorySegment data, long from, long to) {
        this.data = data;
        this.position = from;
        this.end = to;
    }

    MemorySegment data() {
        return data;
    }

    long position() {
        return position;
    }

    long end() {
        return end;
    }

    long remaining() {
        return end - position;
    }

    boolean isAtEnd() {
        return position >= end;
    }

    void skip(long bytes) {
        require(bytes);
        position += bytes;
    }

    int unsignedByte() {
        require(1);
        return data.get(ValueLayout.JAVA_BYTE, position++) & 0xFF;
    }

    /** The next {@code bytes} bytes (1 to 8) as an unsigned little-endian number. */
    long littleEndian(int bytes) {
        long value = 0;
        for (int index = 0; index < bytes; index++) {
            value |= (long) unsignedByte() << (8 * index);
        }
        return value;
    }

    /** An unsigned LEB128 number that must fit 31 bits. */
    int varint() {
        long value = varlong();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedDataException("a number of " + Long.toUnsignedString(value) + " stands where at most "
                    + Integer.MAX_VALUE + " is possible");
        }
        return (int) value;
    }

    /** An unsigned LEB128 number of up to 64 bits. */
    long varlong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = unsignedByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedDataException("a variable-length number has more than 10 bytes");
    }

    /** A zigzag-encoded LEB128 number. */
    long zigzag() {
        long value = varlong();
        return value >>> 1 ^ -(value & 1);
    }

    private void require(long bytes) {
        if (bytes < 0 || bytes > end - position) {
            throw new MalformedDataException(
                    "the page ends too early: needs " + bytes + " bytes, " + (end - position) + " are left");
        }
    }
}
