package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideException;

/** Moves of index vectors, for generated code. */
public final class Gather {
    private Gather() {}

    /** {@code to[i] = from[at[i]]}. */
    public static void ints(int[] from, int[] at, int[] to, int count) {
        for (int index = 0; index < count; index++) {
            to[index] = from[at[index]];
        }
    }

    /** {@code to[i] = from[at[i]]}. */
    public static void longs(long[] from, int[] at, long[] to, int count) {
        for (int index = 0; index < count; index++) {
            to[index] = from[at[index]];
        }
    }

    /** {@code to[i] = first + i}. */
    public static void sequence(int first, int[] to, int count) {
        for (int index = 0; index < count; index++) {
            to[index] = first + index;
        }
    }

    /** The size of a row as an int; rows of 2 GiB and more are refused. */
    public static int rowBytes(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new CarbideException("A row must have less than 2 GiB, got " + bytes + " bytes");
        }
        return (int) bytes;
    }
}
