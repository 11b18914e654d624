package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;

/** PLAIN byte arrays, of fixed length or each behind its int32 length, to views into the page. */
final class PlainBinaryDecoder extends ValueDecoder {
    private final ViewTarget target;
    private final int fixedLength;
    private MemorySegment data = MemorySegment.NULL;
    private long position;
    private long end;

    /** {@code fixedLength} is 0 where each value has its own. */
    PlainBinaryDecoder(ViewTarget target, int fixedLength) {
        this.target = target;
        this.fixedLength = fixedLength;
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        this.data = data;
        this.position = from;
        this.end = to;
    }

    @Override
    public void read(int count, MemorySegment views, long at) {
        int buffer = target.pageBuffer();
        long from = position;
        for (int index = 0; index < count; index++) {
            int length = lengthAt(from);
            from += fixedLength == 0 ? 4 : 0;
            target.put(views, at + index, data, from, length, buffer);
            from += length;
        }
        position = from;
    }

    @Override
    public void skip(int count) {
        for (int index = 0; index < count; index++) {
            position += lengthAt(position) + (fixedLength == 0 ? 4 : 0);
        }
    }

    private int lengthAt(long from) {
        long available = end - from;
        if (fixedLength > 0) {
            if (available < fixedLength) {
                throw tooShort(fixedLength, available);
            }
            return fixedLength;
        }
        if (available < 4) {
            throw new MalformedDataException("the page ends before the values that it announces");
        }
        int length = data.get(INT, from);
        if (length < 0 || length > available - 4) {
            throw tooShort(length, available - 4);
        }
        return length;
    }

    private static MalformedDataException tooShort(int length, long available) {
        return new MalformedDataException(
                "a value has a length of " + length + " bytes, but the page only " + available + " more");
    }
}
