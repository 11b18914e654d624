package dev.carbide.parquet.decode;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;

/** PLAIN values of fixed width, as they are. */
final class PlainDecoder extends ValueDecoder {
    private final int width;
    private MemorySegment data = MemorySegment.NULL;
    private long position;
    private long end;

    PlainDecoder(int width) {
        this.width = width;
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        this.data = data;
        this.position = from;
        this.end = to;
    }

    @Override
    public void read(int count, MemorySegment target, long at) {
        long from = take(count);
        MemorySegment.copy(data, from, target, at * width, (long) count * width);
    }

    @Override
    public void skip(int count) {
        take(count);
    }

    private long take(int count) {
        long from = position;
        if ((long) count * width > end - from) {
            throw new MalformedDataException("the page holds " + (end - from) / width + " more values of " + width
                    + " bytes, expected at least " + count);
        }
        position = from + (long) count * width;
        return from;
    }
}
