package dev.carbide.offheap.hash;

import dev.carbide.offheap.raw.RawMemory;

/**
 * 64-bit hashes for tables in memory; not to be stored or sent. All bits are good, tables use the high ones. Static, for
 * generated code.
 *
 * <p>With {@code -Dcarbide.hash.zero=true} every hash is 0: a test mode in which all keys collide.
 */
public final class Hash {
    private static final boolean ZERO = Boolean.getBoolean("carbide.hash.zero");

    // Odd numbers with about as many ones as zeros in every byte: fractions of the square roots of 2, 3, 5 and 7.
    private static final long ROOT_2 = 0x6A09E667F3BCC909L;
    private static final long ROOT_3 = 0xBB67AE8584CAA73BL;
    private static final long ROOT_5 = 0x3C6EF372FE94F82BL;
    private static final long ROOT_7 = 0xA54FF53A5F1D36F1L;

    private Hash() {}

    /** A bijection in which every bit depends on every bit: the finaliser of MurmurHash3 with D. Stafford's constants (Mix13). */
    public static long mix(long value) {
        if (ZERO) {
            return 0;
        }
        long hash = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }

    /** The hash of a list of keys from the hash of those before and the next value (or its hash). Depends on the order. */
    public static long combine(long hash, long value) {
        return mix(Long.rotateLeft(hash, 29) * ROOT_2 + value);
    }

    /** NaNs are equal to each other, and -0.0 to 0.0. */
    public static long ofDouble(double value) {
        return mix(doubleBits(value));
    }

    /** The bits of a double such that equal keys have equal bits: one NaN, one zero. */
    public static long doubleBits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    /** Whether two doubles are the same key. */
    public static boolean sameDouble(double left, double right) {
        return left == right || (Double.isNaN(left) && Double.isNaN(right));
    }

    /**
     * Of the {@code length} bytes at {@code address}. Two words at a time, folded by a 64 x 64 to 128 bit product, as in
     * Wang Yi's wyhash.
     */
    public static long ofBytes(long address, int length) {
        if (ZERO) {
            return 0;
        }
        long hash = ROOT_7;
        long first;
        long last;
        if (length > 16) {
            long end = address + length - 16;
            for (long at = address; at < end; at += 16) {
                hash = fold(RawMemory.getLong(at) ^ ROOT_2, RawMemory.getLong(at + 8) ^ hash);
            }
            first = RawMemory.getLong(end);
            last = RawMemory.getLong(end + 8);
        } else if (length >= 8) {
            first = RawMemory.getLong(address);
            last = RawMemory.getLong(address + length - 8);
        } else if (length >= 4) {
            first = RawMemory.getInt(address) & 0xFFFFFFFFL;
            last = RawMemory.getInt(address + length - 4) & 0xFFFFFFFFL;
        } else {
            first = length == 0 ? 0 : upToThree(address, length);
            last = 0;
        }
        return fold(ROOT_3 ^ length, fold(first ^ ROOT_5, last ^ hash));
    }

    private static long upToThree(long address, int length) {
        return (RawMemory.getByte(address) & 0xFFL) << 16
                | (RawMemory.getByte(address + (length >> 1)) & 0xFFL) << 8
                | (RawMemory.getByte(address + length - 1) & 0xFFL);
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
