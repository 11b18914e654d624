package dev.carbide.codegen.runtime;

import java.math.BigInteger;
import java.util.Arrays;

/** A fixed set of 128-bit integers, in order. Thread-safe. */
public final class WideSet {
    private final long[] lows;
    private final long[] highs;

    public WideSet(BigInteger[] values) {
        BigInteger[] sorted = values.clone();
        Arrays.sort(sorted);
        lows = new long[sorted.length];
        highs = new long[sorted.length];
        for (int index = 0; index < sorted.length; index++) {
            lows[index] = sorted[index].longValue();
            highs[index] = sorted[index].shiftRight(64).longValueExact();
        }
    }

    public boolean contains(long low, long high) {
        int from = 0;
        int to = lows.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = Int128.compare(lows[middle], highs[middle], low, high);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return false;
    }
}
