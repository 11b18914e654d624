package dev.carbide.parquet.decode;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;

/** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes; to views into the page. */
final class DeltaLengthDecoder extends ValueDecoder {
    private final ViewTarget target;
    private final DeltaReader lengths = new DeltaReader();
    private final long[] scratch = new long[MAX_READ];
    private MemorySegment data = MemorySegment.NULL;
    private long position;
    private long end;

    DeltaLengthDecoder(ViewTarget target) {
        this.target = target;
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        lengths.start(data, from, to, values);
        this.data = data;
        this.position = lengths.findEnd();
        this.end = to;
    }

    @Override
    public void read(int count, MemorySegment views, long at) {
        int buffer = target.pageBuffer();
        lengths.read(count, scratch, 0);
        for (int index = 0; index < count; index++) {
            long length = check(scratch[index]);
            target.put(views, at + index, data, position, (int) length, buffer);
            position += length;
        }
    }

    @Override
    public void skip(int count) {
        for (int done = 0; done < count; done += MAX_READ) {
            int step = Math.min(count - done, MAX_READ);
            lengths.read(step, scratch, 0);
            for (int index = 0; index < step; index++) {
                position += check(scratch[index]);
            }
        }
    }

    /** The bytes of the next values; {@code count} at most {@link #MAX_READ}. */
    void nextLengths(int count, long[] out) {
        lengths.read(count, out, 0);
    }

    /** Takes the next value's bytes, of a length from {@link #nextLengths}, and returns where they begin. */
    long take(long length) {
        long from = position;
        position += check(length);
        return from;
    }

    private long check(long length) {
        if (length < 0 || length > end - position) {
            throw new MalformedDataException(
                    "a value has a length of " + length + " bytes, but the page only " + (end - position) + " more");
        }
        return length;
    }
}
