package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.LONG;

import java.lang.foreign.MemorySegment;

/** Appends bits to a bitmap, least significant first, a word at a time, and counts the ones. */
public final class BitBuilder {
    private MemorySegment bitmap = MemorySegment.NULL;
    private long word;
    private int length;
    private int ones;

    /** Begins at bit 0 of a bitmap. */
    public void start(MemorySegment bitmap) {
        this.bitmap = bitmap;
        this.word = 0;
        this.length = 0;
        this.ones = 0;
    }

    public int length() {
        return length;
    }

    public int ones() {
        return ones;
    }

    public void append(boolean value, int count) {
        long bits = value ? -1 : 0;
        for (int left = count; left > 0; left -= 64) {
            appendWord(bits, Math.min(left, 64));
        }
    }

    /** Appends {@code count} bits of {@code data} from bit {@code from}; reads whole words. */
    void append(MemorySegment data, long from, int count) {
        for (int done = 0; done < count; done += 56) {
            appendWord(load(data, from + done), Math.min(count - done, 56));
        }
    }

    static int countOnes(MemorySegment data, long from, int count) {
        int ones = 0;
        for (int done = 0; done < count; done += 56) {
            int bits = Math.min(count - done, 56);
            ones += Long.bitCount(load(data, from + done) & (1L << bits) - 1);
        }
        return ones;
    }

    /** At least 56 bits. */
    private static long load(MemorySegment data, long bit) {
        return data.get(LONG, bit >>> 3) >>> (bit & 7);
    }

    /** {@code count} is 1 to 64. */
    private void appendWord(long source, int count) {
        long bits = count == 64 ? source : source & (1L << count) - 1;
        int filled = length & 63;
        word |= bits << filled;
        ones += Long.bitCount(bits);
        length += count;
        if (filled + count >= 64) {
            bitmap.set(LONG, (long) ((length >> 6) - 1) << 3, word);
            word = filled == 0 ? 0 : bits >>> (64 - filled);
        }
    }

    /** Writes what is left of the last word. */
    public void finish() {
        if ((length & 63) != 0) {
            bitmap.set(LONG, (long) (length >> 6) << 3, word);
        }
    }
}
