package dev.carbide.parquet.decode;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;

/**
 * DELTA_BYTE_ARRAY: each value is a prefix of the one before and a suffix of its own. Values are put together in a buffer of
 * the batch.
 */
final class DeltaBytesDecoder extends ValueDecoder {
    private final ViewTarget target;
    private final int fixedLength;
    private final BatchBuffer batch;
    private final GrowingBytes previous;
    private final DeltaReader prefixes = new DeltaReader();
    private final DeltaLengthDecoder suffixes;
    private final long[] prefixLengths = new long[MAX_READ];
    private final long[] suffixLengths = new long[MAX_READ];
    private MemorySegment data = MemorySegment.NULL;
    private int previousLength;

    /**
     * @param fixedLength that all values must have, or 0
     * @param batch where the values go
     * @param previous keeps the last value between reads
     */
    DeltaBytesDecoder(ViewTarget target, int fixedLength, BatchBuffer batch, GrowingBytes previous) {
        this.target = target;
        this.fixedLength = fixedLength;
        this.batch = batch;
        this.previous = previous;
        this.suffixes = new DeltaLengthDecoder(target);
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        prefixes.start(data, from, to, values);
        suffixes.start(data, prefixes.findEnd(), to, values);
        this.data = data;
        this.previousLength = 0;
    }

    @Override
    public void read(int count, MemorySegment views, long at) {
        long needed = readLengths(count);
        long to = batch.used();
        MemorySegment buffer = batch.extend(needed);
        MemorySegment last = previous.ensure(previousLength, previousLength);
        long lastFrom = 0;
        for (int value = 0; value < count; value++) {
            int prefix = (int) prefixLengths[value];
            int suffix = (int) suffixLengths[value];
            MemorySegment.copy(last, lastFrom, buffer, to, prefix);
            MemorySegment.copy(data, suffixes.take(suffix), buffer, to + prefix, suffix);
            target.put(views, at + value, buffer, to, prefix + suffix, batch.index());
            last = buffer;
            lastFrom = to;
            previousLength = prefix + suffix;
            to += previousLength;
        }
        if (count > 0) {
            MemorySegment.copy(last, lastFrom, previous.ensure(previousLength, 0), 0, previousLength);
        }
    }

    @Override
    public void skip(int count) {
        for (int done = 0; done < count; done += MAX_READ) {
            int step = Math.min(count - done, MAX_READ);
            readLengths(step);
            for (int value = 0; value < step; value++) {
                int prefix = (int) prefixLengths[value];
                int suffix = (int) suffixLengths[value];
                MemorySegment last = previous.ensure(prefix + suffix, prefix);
                MemorySegment.copy(data, suffixes.take(suffix), last, prefix, suffix);
                previousLength = prefix + suffix;
            }
        }
    }

    /** Reads and checks lengths of {@code count} values; returns their sum. */
    private long readLengths(int count) {
        prefixes.read(count, prefixLengths, 0);
        suffixes.nextLengths(count, suffixLengths);
        long sum = 0;
        long last = previousLength;
        for (int value = 0; value < count; value++) {
            long prefix = prefixLengths[value];
            long suffix = suffixLengths[value];
            if (prefix < 0 || prefix > last || suffix < 0 || prefix + suffix > Integer.MAX_VALUE) {
                throw new MalformedDataException("a value takes " + prefix + " bytes of the " + last
                        + " bytes of the one before, and " + suffix + " bytes of its own");
            }
            last = prefix + suffix;
            if (fixedLength > 0 && last != fixedLength) {
                throw new MalformedDataException("a value has " + last + " bytes, expected " + fixedLength);
            }
            sum += last;
        }
        // views have 31 bits for the place of a value in its buffer
        if (batch.used() + sum > Integer.MAX_VALUE) {
            throw new MalformedDataException(
                    "the values of a batch take " + (batch.used() + sum) + " bytes together, expected less than 2 GiB");
        }
        return sum;
    }
}
