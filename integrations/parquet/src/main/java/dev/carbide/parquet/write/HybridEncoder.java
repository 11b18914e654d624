package dev.carbide.parquet.write;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The RLE and bit-packing hybrid: runs of at least eight equal values as such, the rest in packed groups of eight. */
final class HybridEncoder {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private HybridEncoder() {}

    /** Appends {@code values[0, count)}, which fit {@code width} bits (1 to 32), to {@code out}. */
    static void encode(int[] values, int count, int width, ByteSink out) {
        int literals = 0;
        int position = 0;
        while (position < count) {
            int run = runLength(values, position, count);
            if (run >= 8) {
                pack(values, literals, position, width, out);
                out.putVarint((long) run << 1);
                for (int bits = 0; bits < width; bits += 8) {
                    out.putByte(values[position] >>> bits);
                }
                position += run;
                literals = position;
            } else {
                position = Math.min(position + 8, count);
            }
        }
        pack(values, literals, count, width, out);
    }

    private static int runLength(int[] values, int from, int count) {
        int position = from + 1;
        while (position < count && values[position] == values[from]) {
            position++;
        }
        return position - from;
    }

    /** Packs {@code values[from, to)}, the last group filled up with zeros. */
    private static void pack(int[] values, int from, int to, int width, ByteSink out) {
        if (from == to) {
            return;
        }
        int groups = (to - from + 7) >> 3;
        out.putVarint((long) groups << 1 | 1);
        long bytes = (long) groups * width;
        // the last word may be written past the end
        MemorySegment target = out.reserve(bytes + 8);
        long at = out.length();
        long word = 0;
        int filled = 0;
        for (int index = from; index < to; index++) {
            long value = values[index] & 0xFFFF_FFFFL;
            word |= value << filled;
            filled += width;
            if (filled >= 64) {
                target.set(LONG, at, word);
                at += 8;
                filled -= 64;
                word = filled == 0 ? 0 : value >>> (width - filled);
            }
        }
        long end = out.length() + bytes;
        for (; at < end; at++) {
            target.set(ValueLayout.JAVA_BYTE, at, (byte) word);
            word >>>= 8;
        }
        out.advance(bytes);
    }

    /**
     * Appends {@code count} bits of a bitmap, {@code ones} of them 1, as levels of one bit: a bitmap is a packed run as it
     * is.
     */
    static void encodeBits(MemorySegment bitmap, int count, int ones, ByteSink out) {
        if (ones == 0 || ones == count) {
            out.putVarint((long) count << 1);
            out.putByte(ones == 0 ? 0 : 1);
        } else {
            int groups = (count + 7) >> 3;
            out.putVarint((long) groups << 1 | 1);
            out.put(bitmap, 0, groups);
        }
    }
}
