package dev.carbide.offheap.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.raw.RawMemory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HashTest {
    /** Computed by {@code Murmur3_x86_32} of Spark 4.0.0. */
    @ParameterizedTest
    @CsvSource({
        "0, 933211791",
        "1, -559580957",
        "-1, -1604776387",
        "42, 29417773",
        "-2147483648, 723455942",
        "2147483647, 133916647"
    })
    void hashesIntsLikeSpark(int value, int hash) {
        assertEquals(hash, Murmur3.ofInt(value, Murmur3.SEED));
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1670924195",
        "1, -1712319331",
        "-1, -939490007",
        "42, 1316951768",
        "-9223372036854775808, -853646085",
        "9223372036854775807, -1604625029",
        "1234567890123, 1304145252"
    })
    void hashesLongsLikeSpark(long value, int hash) {
        assertEquals(hash, Murmur3.ofLong(value, Murmur3.SEED));
    }

    @ParameterizedTest
    @CsvSource({"0.0, -1670924195", "-0.0, -1670924195", "1.5, 1290763749", "-1e300, 1411651062", "NaN, -1281358385"})
    void hashesDoublesLikeSpark(double value, int hash) {
        assertEquals(hash, Murmur3.ofDouble(value, Murmur3.SEED));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 142593372",
        "a, 1485273170",
        "ab, -97053317",
        "abc, 1322437556",
        "abcd, -396302900",
        "Spark, 228093765",
        "élève, -173733753",
        "The quick brown fox, 1217302703"
    })
    void hashesStringsLikeSpark(String value, int hash) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        try (TestMemory memory = new TestMemory()) {
            Page page = memory.pages().allocate(memory.pool(), 64);
            RawMemory.copyFromHeap(bytes, 0, page.address() + 3, bytes.length);
            assertEquals(hash, Murmur3.ofBytes(page.address() + 3, bytes.length, Murmur3.SEED));
            page.free();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, -783713497",
        "1, -386724586",
        "-1, 1398487324",
        "127, 1185089389",
        "128, -544401882",
        "-128, 775851899",
        "-129, -771458971",
        "123456789012345678901234567890, 269448356",
        "-99999999999999999999999999999999999999, 1400911110",
        "18446744073709551615, -853727376",
        "9223372036854775807, -1627571634",
        "9223372036854775808, 1479175736",
        "-9223372036854775808, -1794377518",
        "-9223372036854775809, -1667168926"
    })
    void hashesWideDecimalsLikeSpark(BigInteger unscaled, int hash) {
        assertEquals(
                hash,
                Murmur3.ofInt128(
                        unscaled.longValue(), unscaled.shiftRight(Long.SIZE).longValue(), Murmur3.SEED));
    }

    /** Each bit of the value changes about half of the bits of the hash. */
    @Test
    void everyBitOfAKeyReachesEveryBitOfItsHash() {
        assertAvalanche(Hash::mix);
        assertAvalanche(value -> Hash.combine(value, 17));
        assertAvalanche(value -> Hash.combine(17, value));
    }

    private static void assertAvalanche(LongUnaryOperator hash) {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            int[] flips = new int[Long.SIZE];
            for (long value = 0; value < 2000; value++) {
                long difference = hash.applyAsLong(value * 0x9E37L) ^ hash.applyAsLong(value * 0x9E37L ^ 1L << bit);
                for (int of = 0; of < Long.SIZE; of++) {
                    flips[of] += (int) (difference >>> of & 1);
                }
            }
            for (int of = 0; of < Long.SIZE; of++) {
                assertTrue(flips[of] > 700 && flips[of] < 1300, "bit " + bit + " to " + of + ": " + flips[of]);
            }
        }
    }

    @Test
    void theOrderOfKeysMatters() {
        assertNotEquals(Hash.combine(Hash.mix(1), 2), Hash.combine(Hash.mix(2), 1));
    }

    @Test
    void equalDoublesHaveEqualHashes() {
        assertEquals(Hash.ofDouble(0.0), Hash.ofDouble(-0.0));
        assertEquals(Hash.ofDouble(Double.NaN), Hash.ofDouble(Double.longBitsToDouble(0xFFF8000000000123L)));
        assertNotEquals(Hash.ofDouble(1), Hash.ofDouble(-1));
        assertTrue(Hash.sameDouble(Double.NaN, Double.longBitsToDouble(0x7FF8000000000123L)));
        assertTrue(Hash.sameDouble(0.0, -0.0));
        assertFalse(Hash.sameDouble(Double.NaN, 0));
    }

    @Property(tries = 200)
    @Tag("access")
    void bytesHashByTheirContentAlone(@ForAll @Size(max = 70) byte[] bytes, @ForAll @IntRange(max = 70) int changed) {
        try (TestMemory memory = new TestMemory()) {
            Page page = memory.pages().allocate(memory.pool(), 4096);
            long first = page.address();
            long second = page.address() + page.size() - bytes.length;
            RawMemory.copyFromHeap(bytes, 0, first, bytes.length);
            RawMemory.copyFromHeap(bytes, 0, second, bytes.length);
            long hash = Hash.ofBytes(first, bytes.length);
            assertEquals(hash, Hash.ofBytes(second, bytes.length));
            if (changed < bytes.length) {
                RawMemory.putByte(first + changed, (byte) (bytes[changed] + 1));
                assertNotEquals(hash, Hash.ofBytes(first, bytes.length));
                assertNotEquals(hash, Hash.ofBytes(second, bytes.length - 1));
            }
            page.free();
        }
    }

    /** Runs of zeros differ in length alone; counters in few bits. */
    @Test
    void alikeStringsHaveDifferentHighBits() {
        try (TestMemory memory = new TestMemory()) {
            Page page = memory.pages().allocateZeroed(memory.pool(), 4096);
            Set<Long> hashes = new HashSet<>();
            for (int length = 0; length < 1000; length++) {
                hashes.add(Hash.ofBytes(page.address(), length) >>> 28);
            }
            for (int number = 1; number <= 20_000; number++) {
                RawMemory.putInt(page.address() + 5, number);
                hashes.add(Hash.ofBytes(page.address(), 20) >>> 28);
            }
            assertEquals(21_000, hashes.size());
            page.free();
        }
    }
}
