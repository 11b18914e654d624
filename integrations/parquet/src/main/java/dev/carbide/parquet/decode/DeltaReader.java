package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.LONG;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;

/** DELTA_BINARY_PACKED numbers: blocks of miniblocks of packed differences to a minimal one. */
final class DeltaReader {
    private final PageBytes bytes = new PageBytes();
    private int miniblocks;
    private int miniblockValues;
    private long valuesLeft;
    private boolean firstPending;
    /** The value before the next one, or the first one if that is pending. */
    private long current;

    private long minDelta;
    /** Of the widths of the current block. */
    private long widths;

    private int miniblock;
    private int width;
    private int miniblockLeft;
    private long bit;
    private long miniblockEnd;

    /** Begins with a header in {@code data[from, to)}; a page of {@code limit} rows has at most that many values. */
    void start(MemorySegment data, long from, long to, int limit) {
        bytes.start(data, from, to);
        int blockValues = bytes.varint();
        miniblocks = bytes.varint();
        if (blockValues <= 0
                || miniblocks <= 0
                || blockValues % miniblocks != 0
                || (blockValues / miniblocks & 7) != 0) {
            throw new MalformedDataException("delta-encoded blocks of " + blockValues + " values in " + miniblocks
                    + " miniblocks, expected multiples of 8 values per miniblock");
        }
        miniblockValues = blockValues / miniblocks;
        valuesLeft = bytes.varint();
        if (valuesLeft > limit) {
            throw new MalformedDataException(
                    "a delta encoding announces " + valuesLeft + " values in a page of " + limit + " rows");
        }
        current = bytes.zigzag();
        firstPending = valuesLeft > 0;
        miniblock = miniblocks;
        miniblockLeft = 0;
        miniblockEnd = bytes.position();
    }

    /** The values that are left. */
    long remaining() {
        return valuesLeft;
    }

    void read(int count, long[] out, int at) {
        if (count > valuesLeft) {
            throw new MalformedDataException(
                    "the page holds " + valuesLeft + " more delta-encoded values, expected at least " + count);
        }
        valuesLeft -= count;
        int position = at;
        int end = at + count;
        if (firstPending && count > 0) {
            out[position++] = current;
            firstPending = false;
        }
        while (position < end) {
            if (miniblockLeft == 0) {
                nextMiniblock(bytes);
            }
            int step = Math.min(end - position, miniblockLeft);
            readDeltas(step, out, position);
            position += step;
        }
    }

    private void readDeltas(int count, long[] out, int at) {
        long bits = (long) count * width;
        if (bit + bits > bytes.end() << 3) {
            throw new MalformedDataException("delta-encoded values end before the number that their header announces");
        }
        long value = current;
        if (width == 0) {
            for (int index = 0; index < count; index++) {
                value += minDelta;
                out[at + index] = value;
            }
        } else {
            value = width <= 57 ? addDeltas(count, out, at) : addWideDeltas(count, out, at);
        }
        current = value;
        bit += bits;
        miniblockLeft -= count;
    }

    private long addDeltas(int count, long[] out, int at) {
        MemorySegment data = bytes.data();
        long mask = (1L << width) - 1;
        long value = current;
        long from = bit;
        for (int index = 0; index < count; index++) {
            value += (data.get(LONG, from >>> 3) >>> (from & 7) & mask) + minDelta;
            out[at + index] = value;
            from += width;
        }
        return value;
    }

    /** Widths of which a value may lie across nine bytes. */
    private long addWideDeltas(int count, long[] out, int at) {
        MemorySegment data = bytes.data();
        long mask = width == 64 ? -1 : (1L << width) - 1;
        long value = current;
        long from = bit;
        for (int index = 0; index < count; index++) {
            int shift = (int) (from & 7);
            long low = data.get(LONG, from >>> 3) >>> shift;
            long high = shift == 0 ? 0 : data.get(LONG, (from >>> 3) + 8) << (64 - shift);
            value += ((low | high) & mask) + minDelta;
            out[at + index] = value;
            from += width;
        }
        return value;
    }

    private void nextMiniblock(PageBytes cursor) {
        if (miniblock == miniblocks) {
            cursor.skip(Math.min(miniblockEnd - cursor.position(), cursor.remaining()));
            minDelta = cursor.zigzag();
            widths = cursor.position();
            cursor.skip(miniblocks);
            miniblock = 0;
            miniblockEnd = cursor.position();
        }
        width = cursor.data().get(java.lang.foreign.ValueLayout.JAVA_BYTE, widths + miniblock) & 0xFF;
        if (width > 64) {
            throw new MalformedDataException(
                    "delta-encoded values have a bit width of " + width + ", expected 0 to 64");
        }
        miniblock++;
        bit = miniblockEnd << 3;
        miniblockEnd += (long) miniblockValues * width >> 3;
        miniblockLeft = miniblockValues;
    }

    /** The offset behind the last miniblock, without decoding what lies before; the reader must be at the start. */
    long findEnd() {
        PageBytes cursor = new PageBytes();
        cursor.start(bytes.data(), bytes.position(), bytes.end());
        for (long left = valuesLeft - 1; left > 0; left -= miniblockValues) {
            nextMiniblock(cursor);
            if (miniblockEnd > bytes.end()) {
                throw new MalformedDataException("delta-encoded values run over the end of the page");
            }
        }
        long end = miniblockEnd;
        miniblock = miniblocks;
        miniblockLeft = 0;
        miniblockEnd = bytes.position();
        return end;
    }
}
