package dev.carbide.offheap.hash;

import dev.carbide.offheap.raw.RawMemory;

/**
 * MurmurHash3_x86_32 (A. Appleby) in the variant of Spark SQL's {@code hash}, bit by bit: bytes behind the last whole int
 * are mixed in one by one, sign extended, each like an int. Several values chain: the hash so far is the next seed, and
 * NULL leaves it as it is. Start with {@link #SEED}.
 */
public final class Murmur3 {
    public static final int SEED = 42;

    private static final int C1 = 0xCC9E2D51;
    private static final int C2 = 0x1B873593;

    private Murmur3() {}

    /** BOOLEAN as 0 or 1, INT8, INT16, INT32 and DATE. */
    public static int ofInt(int value, int seed) {
        return finish(mixIn(seed, value), Integer.BYTES);
    }

    /** INT64, TIMESTAMP, and the unscaled value of DECIMAL up to 18 digits. */
    public static int ofLong(long value, int seed) {
        return finish(mixIn(mixIn(seed, (int) value), (int) (value >>> 32)), Long.BYTES);
    }

    public static int ofFloat(float value, int seed) {
        return ofInt(Float.floatToIntBits(value + 0.0f), seed);
    }

    public static int ofDouble(double value, int seed) {
        return ofLong(Double.doubleToLongBits(value + 0.0), seed);
    }

    /** STRING and BINARY: the {@code length} bytes at {@code address}. */
    public static int ofBytes(long address, int length, int seed) {
        int hash = seed;
        int words = length & -Integer.BYTES;
        for (int at = 0; at < words; at += Integer.BYTES) {
            hash = mixIn(hash, RawMemory.getInt(address + at));
        }
        for (int at = words; at < length; at++) {
            hash = mixIn(hash, RawMemory.getByte(address + at));
        }
        return finish(hash, length);
    }

    /** DECIMAL of more than 18 digits: the shortest big-endian two's complement form of the unscaled value. */
    public static int ofInt128(long low, long high, int seed) {
        int length = int128Bytes(low, high);
        int hash = seed;
        int words = length & -Integer.BYTES;
        for (int at = 0; at < words; at += Integer.BYTES) {
            int word = 0;
            for (int index = 0; index < Integer.BYTES; index++) {
                word |= (byteAt(low, high, length - 1 - at - index) & 0xFF) << (index << 3);
            }
            hash = mixIn(hash, word);
        }
        for (int at = words; at < length; at++) {
            hash = mixIn(hash, byteAt(low, high, length - 1 - at));
        }
        return finish(hash, length);
    }

    private static int int128Bytes(long low, long high) {
        long sign = high >> 63;
        int significant = high != sign
                ? 2 * Long.SIZE - Long.numberOfLeadingZeros(high ^ sign)
                : Long.SIZE - Long.numberOfLeadingZeros(low ^ sign);
        return significant / 8 + 1;
    }

    /** Byte {@code index} from the least significant. */
    private static byte byteAt(long low, long high, int index) {
        return (byte) (index < 8 ? low >>> (index << 3) : high >>> ((index - 8) << 3));
    }

    private static int mixIn(int hash, int word) {
        int mixed = Integer.rotateLeft(word * C1, 15) * C2;
        return Integer.rotateLeft(hash ^ mixed, 13) * 5 + 0xE6546B64;
    }

    private static int finish(int hash, int length) {
        int mixed = hash ^ length;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        return mixed ^ (mixed >>> 16);
    }
}
