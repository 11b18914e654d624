package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;
import static dev.carbide.parquet.decode.PageBytes.LONG;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** BYTE_STREAM_SPLIT: byte k of all values, then byte k + 1 of all values. */
final class ByteStreamSplitDecoder extends ValueDecoder {
    private final int width;
    private MemorySegment data = MemorySegment.NULL;
    /** Of the next value's first byte. */
    private long position;
    /** Values in the page, which is the distance between the bytes of a value. */
    private long values;

    private long left;

    ByteStreamSplitDecoder(int width) {
        this.width = width;
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        if ((to - from) % width != 0) {
            throw new MalformedDataException(
                    "BYTE_STREAM_SPLIT data of " + (to - from) + " bytes does not divide into " + width + " streams");
        }
        this.data = data;
        this.position = from;
        this.values = (to - from) / width;
        this.left = this.values;
    }

    @Override
    public void read(int count, MemorySegment target, long at) {
        switch (width) {
            case 4 -> readInts(take(count), count, target, at << 2);
            case 8 -> readLongs(take(count), count, target, at << 3);
            default -> readBytes(count, target, at * width);
        }
    }

    private void readInts(long from, int count, MemorySegment target, long to) {
        for (int index = 0; index < count; index++) {
            int value = 0;
            for (int stream = 0; stream < 4; stream++) {
                value |= byteAt(from + index + stream * values) << (8 * stream);
            }
            target.set(INT, to + ((long) index << 2), value);
        }
    }

    private void readLongs(long from, int count, MemorySegment target, long to) {
        for (int index = 0; index < count; index++) {
            long value = 0;
            for (int stream = 0; stream < 8; stream++) {
                value |= (long) byteAt(from + index + stream * values) << (8 * stream);
            }
            target.set(LONG, to + ((long) index << 3), value);
        }
    }

    /** The next {@code count} values, one behind the other from byte {@code to}. */
    void readBytes(int count, MemorySegment target, long to) {
        long from = take(count);
        for (int stream = 0; stream < width; stream++) {
            for (int index = 0; index < count; index++) {
                target.set(ValueLayout.JAVA_BYTE, to + (long) index * width + stream, (byte)
                        byteAt(from + index + stream * values));
            }
        }
    }

    private int byteAt(long offset) {
        return data.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
    }

    @Override
    public void skip(int count) {
        take(count);
    }

    void requireValues(int count) {
        if (count > left) {
            throw new MalformedDataException(
                    "the page holds " + left + " more BYTE_STREAM_SPLIT values, expected at least " + count);
        }
    }

    private long take(int count) {
        requireValues(count);
        long from = position;
        position += count;
        left -= count;
        return from;
    }
}
