package dev.carbide.parquet.decode;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The RLE and bit-packing hybrid: runs that are either one value repeated or groups of eight packed values. Holds levels,
 * dictionary codes and, in one of its uses, BOOLEAN values.
 */
final class HybridDecoder {
    private final PageBytes bytes = new PageBytes();
    private int width;
    private long runLeft;
    private boolean packed;
    private int repeated;
    /** Of the next packed value, relative to the data. */
    private long bit;
    /** Values of the packed run already read, modulo 8. */
    private int inGroup;

    /** Begins with runs of values of {@code width} bits, 0 to 32, in {@code data[from, to)}. */
    void start(MemorySegment data, long from, long to, int width) {
        if (width < 0 || width > 32) {
            throw new MalformedDataException("the bit width of packed values must be 0 to 32, got " + width);
        }
        bytes.start(data, from, to);
        this.width = width;
        this.runLeft = 0;
    }

    void read(int count, int[] out, int at) {
        if (width == 0) {
            Arrays.fill(out, at, at + count, 0);
            return;
        }
        int done = 0;
        while (done < count) {
            int step = nextPart(count - done);
            if (packed) {
                readPacked(step, out, at + done);
            } else {
                Arrays.fill(out, at + done, at + done + step, repeated);
            }
            done += step;
        }
    }

    private void readPacked(int count, int[] out, int at) {
        MemorySegment data = bytes.data();
        int position = at;
        int end = at + count;
        while (inGroup != 0 && position < end) {
            out[position++] = BitUnpacker.unpackOne(data, bit, width);
            advance(1);
        }
        int groups = (end - position) >> 3;
        if (groups > 0) {
            BitUnpacker.unpack(data, bit >>> 3, width, out, position, groups);
            position += groups << 3;
            bit += (long) groups * width << 3;
        }
        while (position < end) {
            out[position++] = BitUnpacker.unpackOne(data, bit, width);
            advance(1);
        }
    }

    private void advance(int values) {
        bit += (long) values * width;
        inGroup = (inGroup + values) & 7;
    }

    void skip(int count) {
        int done = width == 0 ? count : 0;
        while (done < count) {
            int step = nextPart(count - done);
            if (packed) {
                advance(step);
            }
            done += step;
        }
    }

    /** Appends the next {@code count} values of one bit to {@code out}. */
    void readBits(int count, BitBuilder out) {
        int done = 0;
        while (done < count) {
            int step = nextPart(count - done);
            if (packed) {
                out.append(bytes.data(), bit, step);
                advance(step);
            } else {
                out.append(repeated != 0, step);
            }
            done += step;
        }
    }

    /** How many of the next {@code count} values of one bit are 1; reads them. */
    int countOnes(int count) {
        int done = 0;
        int ones = 0;
        while (done < count) {
            int step = nextPart(count - done);
            if (packed) {
                ones += BitBuilder.countOnes(bytes.data(), bit, step);
                advance(step);
            } else {
                ones += repeated != 0 ? step : 0;
            }
            done += step;
        }
        return ones;
    }

    /** Takes up to {@code wanted} values from the current run, or from the next if it is at its end. */
    private int nextPart(int wanted) {
        while (runLeft == 0) {
            nextRun();
        }
        int part = (int) Math.min(wanted, runLeft);
        runLeft -= part;
        return part;
    }

    private void nextRun() {
        if (bytes.isAtEnd()) {
            throw new MalformedDataException("runs of packed values end before the values that the page announces");
        }
        long header = bytes.varlong();
        if (header >>> 32 != 0) {
            throw new MalformedDataException(
                    "a run of packed values has a length of " + Long.toUnsignedString(header >>> 1));
        }
        packed = (header & 1) != 0;
        if (packed) {
            // the last run of a page may announce more groups than it has bytes for: they are padding
            long available = bytes.remaining() * 8 / width;
            runLeft = Math.min((header >>> 1) * 8, available);
            bit = bytes.position() << 3;
            inGroup = 0;
            bytes.skip(Math.min((header >>> 1) * width, bytes.remaining()));
        } else {
            runLeft = header >>> 1;
            repeated = repeatedValue();
        }
    }

    private int repeatedValue() {
        long value = bytes.littleEndian((width + 7) >> 3);
        if (value >>> width != 0) {
            throw new MalformedDataException("a run repeats " + value + ", which does not fit " + width + " bits");
        }
        return (int) value;
    }
}
