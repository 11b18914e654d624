package dev.carbide.offheap.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.TestMemory;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.raw.RawMemory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

final class SortKeysTest {
    /** A row of one nullable value of each kind. */
    record Row(
            @Nullable Long number,
            @Nullable BigInteger wide,
            @Nullable Double real,
            @Nullable Float single,
            byte @Nullable [] bytes) {}

    @Provide
    Arbitrary<Row> rows() {
        Arbitrary<Double> doubles = Arbitraries.of(
                        0.0,
                        -0.0,
                        1.0,
                        -1.0,
                        Double.NaN,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY)
                .injectNull(0.1);
        return Combinators.combine(
                        Arbitraries.longs().between(-3, 3).injectNull(0.2),
                        Arbitraries.oneOf(
                                        Arbitraries.bigIntegers()
                                                .between(BigInteger.valueOf(-2), BigInteger.valueOf(2)),
                                        Arbitraries.bigIntegers()
                                                .between(
                                                        BigInteger.ONE
                                                                .shiftLeft(127)
                                                                .negate(),
                                                        BigInteger.ONE
                                                                .shiftLeft(127)
                                                                .subtract(BigInteger.ONE)))
                                .injectNull(0.2),
                        doubles,
                        doubles.map(value -> value == null ? null : value.floatValue()),
                        Arbitraries.of((byte) 0, (byte) 1, (byte) -1)
                                .array(byte[].class)
                                .ofMaxSize(4)
                                .injectNull(0.2))
                .as(Row::new);
    }

    private record Direction(boolean descending, boolean nullsFirst) {
        <T> Comparator<@Nullable T> of(Comparator<T> natural) {
            Comparator<T> directed = descending ? natural.reversed() : natural;
            return nullsFirst ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
        }
    }

    @Provide
    Arbitrary<Direction> directions() {
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as(Direction::new);
    }

    private static double zeroless(double value) {
        return value + 0.0;
    }

    private static Comparator<Row> order(Direction first, Direction second) {
        return Comparator.comparing(Row::number, first.of(Comparator.<Long>naturalOrder()))
                .thenComparing(Row::wide, second.of(Comparator.<BigInteger>naturalOrder()))
                .thenComparing(Row::real, first.of(Comparator.comparing(SortKeysTest::zeroless)))
                .thenComparing(Row::bytes, second.of(Arrays::compareUnsigned))
                .thenComparing(Row::single, first.of(Comparator.comparing(value -> zeroless(value))));
    }

    private static long encode(long at, Row row, Direction first, Direction second) {
        long to = SortKeys.putNull(at, row.number == null, first.nullsFirst);
        if (row.number != null) {
            to = SortKeys.putLong(to, row.number, 2, first.descending);
        }
        to = SortKeys.putNull(to, row.wide == null, second.nullsFirst);
        if (row.wide != null) {
            long high = row.wide.shiftRight(64).longValue();
            to = SortKeys.putInt128(to, row.wide.longValue(), high, second.descending);
        }
        to = SortKeys.putNull(to, row.real == null, first.nullsFirst);
        if (row.real != null) {
            to = SortKeys.putDouble(to, row.real, first.descending);
        }
        to = SortKeys.putNull(to, row.bytes == null, second.nullsFirst);
        if (row.bytes != null) {
            long source = at + 2000;
            RawMemory.copyFromHeap(row.bytes, 0, source, row.bytes.length);
            long start = to;
            to = SortKeys.putBytes(to, source, row.bytes.length, second.descending);
            assertEquals(to - start, SortKeys.bytesLength(source, row.bytes.length));
        }
        to = SortKeys.putNull(to, row.single == null, first.nullsFirst);
        return row.single == null ? to : SortKeys.putFloat(to, row.single, first.descending);
    }

    @Property(tries = 2000)
    @Tag("access")
    void bytesCompareAsKeysDo(
            @ForAll("rows") Row left,
            @ForAll("rows") Row right,
            @ForAll("directions") Direction first,
            @ForAll("directions") Direction second) {
        try (TestMemory memory = new TestMemory()) {
            Page page = memory.pages().allocate(memory.pool(), 8192);
            long a = page.address();
            long b = a + 4096;
            int lengthOfA = (int) (encode(a, left, first, second) - a);
            int lengthOfB = (int) (encode(b, right, first, second) - b);
            int expected = Integer.signum(order(first, second).compare(left, right));
            assertEquals(expected, Integer.signum(RawMemory.compare(a, lengthOfA, b, lengthOfB)));
            int byPrefix = Long.compareUnsigned(SortKeys.prefix(a, lengthOfA), SortKeys.prefix(b, lengthOfB));
            assertEquals(byPrefix, byPrefix == 0 ? 0 : expected);
            page.free();
        }
    }

    @Property(tries = 500)
    void longsCompareAtEveryWidth(@ForAll long left, @ForAll long right, @ForAll boolean descending) {
        try (TestMemory memory = new TestMemory()) {
            Page page = memory.pages().allocate(memory.pool(), 64);
            for (int bytes = 1; bytes <= 8; bytes *= 2) {
                int shift = 64 - 8 * bytes;
                long a = left >> shift;
                long b = right >> shift;
                int expected = descending ? Long.compare(b, a) : Long.compare(a, b);
                assertEquals(
                        expected,
                        Long.compareUnsigned(
                                SortKeys.ofLong(a, bytes, descending), SortKeys.ofLong(b, bytes, descending)));
                assertEquals(page.address() + bytes, SortKeys.putLong(page.address(), a, bytes, descending));
                assertEquals(SortKeys.ofLong(a, bytes, descending), SortKeys.prefix(page.address(), bytes));
            }
            page.free();
        }
    }
}
