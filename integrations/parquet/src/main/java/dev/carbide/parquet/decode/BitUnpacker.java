package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.LONG;

import java.lang.foreign.MemorySegment;

/**
 * Unpacks groups of eight values of 1 to 32 bits, least significant bit first. Each width has a method of its own so that
 * the JIT compiles a loop with that width as a constant: one load serves eight, four or two values, and shifts and masks
 * are immediate. Loads are of eight bytes and may run up to seven bytes over the end of the last group.
 */
final class BitUnpacker {
    private BitUnpacker() {}

    /** Unpacks {@code groups} groups from byte {@code from} of {@code in} to {@code out[at]} and up. */
    static void unpack(MemorySegment in, long from, int width, int[] out, int at, int groups) {
        switch (width) {
            case 1 -> unpack1(in, from, out, at, groups);
            case 2 -> unpack2(in, from, out, at, groups);
            case 3 -> unpack3(in, from, out, at, groups);
            case 4 -> unpack4(in, from, out, at, groups);
            case 5 -> unpack5(in, from, out, at, groups);
            case 6 -> unpack6(in, from, out, at, groups);
            case 7 -> unpack7(in, from, out, at, groups);
            case 8 -> unpack8(in, from, out, at, groups);
            case 9 -> unpack9(in, from, out, at, groups);
            case 10 -> unpack10(in, from, out, at, groups);
            case 11 -> unpack11(in, from, out, at, groups);
            case 12 -> unpack12(in, from, out, at, groups);
            case 13 -> unpack13(in, from, out, at, groups);
            case 14 -> unpack14(in, from, out, at, groups);
            case 15 -> unpack15(in, from, out, at, groups);
            case 16 -> unpack16(in, from, out, at, groups);
            case 17 -> unpack17(in, from, out, at, groups);
            case 18 -> unpack18(in, from, out, at, groups);
            case 19 -> unpack19(in, from, out, at, groups);
            case 20 -> unpack20(in, from, out, at, groups);
            case 21 -> unpack21(in, from, out, at, groups);
            case 22 -> unpack22(in, from, out, at, groups);
            case 23 -> unpack23(in, from, out, at, groups);
            case 24 -> unpack24(in, from, out, at, groups);
            case 25 -> unpack25(in, from, out, at, groups);
            case 26 -> unpack26(in, from, out, at, groups);
            case 27 -> unpack27(in, from, out, at, groups);
            case 28 -> unpack28(in, from, out, at, groups);
            case 29 -> unpack29(in, from, out, at, groups);
            case 30 -> unpack30(in, from, out, at, groups);
            case 31 -> unpack31(in, from, out, at, groups);
            case 32 -> unpack32(in, from, out, at, groups);
            default -> throw new IllegalArgumentException("Width must be 1 to 32, got " + width);
        }
    }

    /** The value of {@code width} bits (0 to 32) at bit {@code bit} of {@code in}. */
    static int unpackOne(MemorySegment in, long bit, int width) {
        return (int) (in.get(LONG, bit >>> 3) >>> (bit & 7) & (1L << width) - 1);
    }

    private static void unpack1(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 1, out, at, groups);
    }

    private static void unpack2(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 2, out, at, groups);
    }

    private static void unpack3(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 3, out, at, groups);
    }

    private static void unpack4(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 4, out, at, groups);
    }

    private static void unpack5(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 5, out, at, groups);
    }

    private static void unpack6(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 6, out, at, groups);
    }

    private static void unpack7(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 7, out, at, groups);
    }

    private static void unpack8(MemorySegment in, long from, int[] out, int at, int groups) {
        narrow(in, from, 8, out, at, groups);
    }

    private static void unpack9(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 9, out, at, groups);
    }

    private static void unpack10(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 10, out, at, groups);
    }

    private static void unpack11(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 11, out, at, groups);
    }

    private static void unpack12(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 12, out, at, groups);
    }

    private static void unpack13(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 13, out, at, groups);
    }

    private static void unpack14(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 14, out, at, groups);
    }

    private static void unpack15(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 15, out, at, groups);
    }

    private static void unpack16(MemorySegment in, long from, int[] out, int at, int groups) {
        medium(in, from, 16, out, at, groups);
    }

    private static void unpack17(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 17, out, at, groups);
    }

    private static void unpack18(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 18, out, at, groups);
    }

    private static void unpack19(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 19, out, at, groups);
    }

    private static void unpack20(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 20, out, at, groups);
    }

    private static void unpack21(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 21, out, at, groups);
    }

    private static void unpack22(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 22, out, at, groups);
    }

    private static void unpack23(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 23, out, at, groups);
    }

    private static void unpack24(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 24, out, at, groups);
    }

    private static void unpack25(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 25, out, at, groups);
    }

    private static void unpack26(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 26, out, at, groups);
    }

    private static void unpack27(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 27, out, at, groups);
    }

    private static void unpack28(MemorySegment in, long from, int[] out, int at, int groups) {
        wide(in, from, 28, out, at, groups);
    }

    private static void unpack29(MemorySegment in, long from, int[] out, int at, int groups) {
        widest(in, from, 29, out, at, groups);
    }

    private static void unpack30(MemorySegment in, long from, int[] out, int at, int groups) {
        widest(in, from, 30, out, at, groups);
    }

    private static void unpack31(MemorySegment in, long from, int[] out, int at, int groups) {
        widest(in, from, 31, out, at, groups);
    }

    private static void unpack32(MemorySegment in, long from, int[] out, int at, int groups) {
        widest(in, from, 32, out, at, groups);
    }

    /** Up to 8 bits: a group fits one word. */
    private static void narrow(MemorySegment in, long from, int width, int[] out, int at, int groups) {
        int mask = (1 << width) - 1;
        for (int group = 0; group < groups; group++) {
            long word = in.get(LONG, from + (long) group * width);
            int to = at + (group << 3);
            for (int value = 0; value < 8; value++) {
                out[to + value] = (int) (word >>> value * width) & mask;
            }
        }
    }

    /** 9 to 16 bits: two words per group. */
    private static void medium(MemorySegment in, long from, int width, int[] out, int at, int groups) {
        int mask = (1 << width) - 1;
        for (int group = 0; group < groups; group++) {
            long start = from + (long) group * width;
            int to = at + (group << 3);
            long low = in.get(LONG, start);
            long high = in.get(LONG, start + (4 * width >>> 3)) >>> (4 * width & 7);
            for (int value = 0; value < 4; value++) {
                out[to + value] = (int) (low >>> value * width) & mask;
                out[to + 4 + value] = (int) (high >>> value * width) & mask;
            }
        }
    }

    /** 17 to 28 bits: four words per group. */
    private static void wide(MemorySegment in, long from, int width, int[] out, int at, int groups) {
        int mask = (1 << width) - 1;
        for (int group = 0; group < groups; group++) {
            long start = from + (long) group * width;
            int to = at + (group << 3);
            for (int pair = 0; pair < 4; pair++) {
                int bit = 2 * pair * width;
                long word = in.get(LONG, start + (bit >>> 3)) >>> (bit & 7);
                out[to + 2 * pair] = (int) word & mask;
                out[to + 2 * pair + 1] = (int) (word >>> width) & mask;
            }
        }
    }

    /** 29 to 32 bits: a word per value. */
    private static void widest(MemorySegment in, long from, int width, int[] out, int at, int groups) {
        long mask = (1L << width) - 1;
        for (int group = 0; group < groups; group++) {
            long start = from + (long) group * width;
            int to = at + (group << 3);
            for (int value = 0; value < 8; value++) {
                int bit = value * width;
                out[to + value] = (int) (in.get(LONG, start + (bit >>> 3)) >>> (bit & 7) & mask);
            }
        }
    }
}
