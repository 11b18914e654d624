package dev.carbide.operators.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.sort.SortKeys;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.TestMemory;
import dev.carbide.operators.scan.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RowSorterTest {
    private static final RowLayout LAYOUT = RowLayout.of(DataType.BINARY, DataType.INT32);
    private static final RowOrder ORDER = RowOrder.byKey(LAYOUT, 0);

    /** Encoded keys: none is a proper prefix of another. */
    enum Keys {
        LONGS {
            @Override
            byte[] key(Random random) {
                return encoded(Long.toString(random.nextLong(), 36).getBytes());
            }
        },
        FEW {
            @Override
            byte[] key(Random random) {
                return encoded(new byte[random.nextInt(4)]);
            }
        },
        SKEWED {
            @Override
            byte[] key(Random random) {
                return encoded(new byte[] {(byte) (random.nextInt(100) == 0 ? random.nextInt() : 7), 1, 2, 3});
            }
        },
        /** Agree for longer and longer, as ever fewer of them do. */
        STAIRCASE {
            @Override
            byte[] key(Random random) {
                byte[] key = new byte[random.nextInt(600)];
                Arrays.fill(key, (byte) 'a');
                return encoded(key);
            }
        };

        abstract byte[] key(Random random);
    }

    private static byte[] encoded(byte[] value) {
        byte[] result = new byte[2 * value.length + 2];
        int length = 0;
        for (byte next : value) {
            result[length++] = next;
            if (next == 0) {
                result[length++] = -1;
            }
        }
        return Arrays.copyOf(result, length + 2);
    }

    private static void write(long row, byte[] key, int number) {
        RawMemory.putInt(row + LAYOUT.offset(0), LAYOUT.fixedBytes());
        RawMemory.putInt(row + LAYOUT.offset(0) + 4, key.length);
        RawMemory.copyFromHeap(key, 0, row + LAYOUT.fixedBytes(), key.length);
        RawMemory.putInt(row + LAYOUT.offset(1), number);
        RawMemory.putLong(row + RowLayout.KEY_OFFSET, SortKeys.prefix(row + LAYOUT.fixedBytes(), key.length));
    }

    private static byte[] key(long row) {
        byte[] key = new byte[RawMemory.getInt(row + LAYOUT.offset(0) + 4)];
        RawMemory.copyToHeap(row + LAYOUT.fixedBytes(), key, 0, key.length);
        return key;
    }

    private static RowStore store(TestMemory memory, List<byte[]> keys) {
        RowStore store = new RowStore(LAYOUT, memory.pool(), memory.pages());
        for (int number = 0; number < keys.size(); number++) {
            byte[] key = keys.get(number);
            write(store.allocate(LAYOUT.fixedBytes() + key.length), key, number);
        }
        return store;
    }

    private static List<byte[]> keys(int count, IntFunction<byte[]> key) {
        List<byte[]> keys = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            keys.add(key.apply(number));
        }
        return keys;
    }

    private static void assertKeys(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int index = 0; index < expected.size(); index++) {
            assertEquals(0, Arrays.compareUnsigned(expected.get(index), actual.get(index)), "row " + index);
        }
    }

    private static List<byte[]> sorted(List<byte[]> keys) {
        return keys.stream().sorted(Arrays::compareUnsigned).toList();
    }

    private static RowSorter sorter(TestMemory memory) {
        return new RowSorter(ORDER, Cancellation.NEVER, memory.pool(), memory.pages());
    }

    @Property(tries = 60)
    @Tag("access")
    void sortsAndMergesLikeAList(
            @ForAll Random random,
            @ForAll Keys kind,
            @ForAll @IntRange(max = 4) int inputs,
            @ForAll @IntRange(max = 2000) int rows) {
        try (TestMemory memory = new TestMemory()) {
            List<byte[]> all = new ArrayList<>();
            List<RowStore> stores = new ArrayList<>();
            List<SortedRows> parts = new ArrayList<>();
            for (int input = 0; input < inputs; input++) {
                List<byte[]> keys = keys(random.nextInt(rows + 1), ignored -> kind.key(random));
                all.addAll(keys);
                stores.add(store(memory, keys));
                parts.add(sorter(memory).sort(stores.getLast()));
            }
            SortedMerge merge = new SortedMerge(
                    parts.stream()
                            .map(part -> new MemoryInput(part, Long.MAX_VALUE))
                            .toList(),
                    ORDER);
            long[] chunk = new long[1 + random.nextInt(100)];
            List<byte[]> merged = new ArrayList<>();
            Set<Long> addresses = new HashSet<>();
            for (int count = next(merge, chunk); count > 0; count = next(merge, chunk)) {
                for (int index = 0; index < count; index++) {
                    merged.add(key(chunk[index]));
                    assertTrue(addresses.add(chunk[index]));
                }
            }
            assertKeys(sorted(all), merged);
            parts.forEach(SortedRows::close);
            stores.forEach(RowStore::close);
        }
    }

    private static int next(SortedMerge merge, long[] rows) {
        return merge.next(rows, rows.length, SortedMerge.ANY_BYTES);
    }

    @Test
    void sortsMoreRowsThanFitACache() {
        try (TestMemory memory = new TestMemory()) {
            for (Keys kind : List.of(Keys.LONGS, Keys.SKEWED, Keys.FEW)) {
                Random random = new Random(kind.ordinal());
                List<byte[]> keys = keys(40_000, ignored -> kind.key(random));
                try (RowStore store = store(memory, keys);
                        SortedRows rows = sorter(memory).sort(store)) {
                    List<byte[]> found = keys(keys.size(), index -> key(rows.row(index)));
                    assertKeys(sorted(keys), found);
                }
            }
        }
    }

    @Test
    void prefixesAloneOrderRowsOfShortKeys() {
        RowLayout layout = RowLayout.of(DataType.INT64);
        try (TestMemory memory = new TestMemory();
                RowStore store = new RowStore(layout, memory.pool(), memory.pages())) {
            Random random = new Random(11);
            long[] values = random.longs(50_000).toArray();
            for (long value : values) {
                RawMemory.putLong(store.allocate() + RowLayout.KEY_OFFSET, SortKeys.ofLong(value, 8, true));
            }
            RowSorter sorter =
                    new RowSorter(RowOrder.byPrefix(layout), Cancellation.NEVER, memory.pool(), memory.pages());
            try (SortedRows rows = sorter.sort(store)) {
                Arrays.sort(values);
                for (int index = 0; index < values.length; index++) {
                    assertEquals(
                            SortKeys.ofLong(values[values.length - 1 - index], 8, true),
                            RawMemory.getLong(rows.row(index)));
                }
            }
        }
    }

    @Test
    void aFailedSortLeavesNothingBehind() {
        try (TestMemory memory = new TestMemory(1 << 20)) {
            List<byte[]> keys = keys(3000, number -> encoded(new byte[] {(byte) number}));
            try (RowStore store = store(memory, keys)) {
                long before = memory.pool().reserved();
                memory.pool().reserve((1 << 20) - before - (100 << 10));
                assertThrows(MemoryLimitException.class, () -> sorter(memory).sort(store));
                memory.pool().release((1 << 20) - before - (100 << 10));
                RowSorter cancelled = new RowSorter(ORDER, () -> true, memory.pool(), memory.pages());
                assertThrows(CancelledException.class, () -> cancelled.sort(store));
                assertEquals(before, memory.pool().reserved());
            }
        }
    }

    @Property(tries = 80)
    void keepsTheFirstRowsOfTwoHeaps(
            @ForAll Random random,
            @ForAll Keys kind,
            @ForAll @IntRange(max = 300) int limit,
            @ForAll @IntRange(max = 1500) int rows) {
        try (TestMemory memory = new TestMemory();
                TopNHeap heap = new TopNHeap(limit, ORDER, memory.pool(), memory.pages());
                TopNHeap other = new TopNHeap(limit, ORDER, memory.pool(), memory.pages())) {
            List<byte[]> all = new ArrayList<>();
            offer(heap, keys(random.nextInt(rows + 1), ignored -> kind.key(random)), all, random);
            offer(other, keys(random.nextInt(rows + 1), ignored -> kind.key(random)), all, random);
            heap.combine(other);
            other.close();
            assertEquals(Math.min(limit, all.size()), heap.size());
            try (SortedRows found = heap.sorted(Cancellation.NEVER)) {
                assertKeys(
                        sorted(all).subList(0, Math.min(limit, all.size())),
                        keys((int) found.size(), index -> key(found.row(index))));
            }
        }
    }

    /** Offers in batches, and only what the threshold lets pass. */
    private static void offer(TopNHeap heap, List<byte[]> keys, List<byte[]> all, Random random) {
        all.addAll(keys);
        long[] batch = new long[1 + random.nextInt(50)];
        int count = 0;
        for (byte[] key : keys) {
            long row = heap.allocate(LAYOUT.fixedBytes() + key.length);
            write(row, key, 0);
            if (Long.compareUnsigned(RowOrder.prefix(row), heap.threshold()) <= 0) {
                batch[count++] = row;
            }
            if (count == batch.length) {
                heap.offer(batch, count);
                count = 0;
            }
        }
        heap.offer(batch, count);
    }

    @Test
    void memoryOfATopNIsBoundedByWhatItKeeps() {
        try (TestMemory memory = new TestMemory(1 << 20);
                TopNHeap heap = new TopNHeap(100, ORDER, memory.pool(), memory.pages())) {
            long[] one = new long[1];
            for (int number = 100_000; number > 0; number--) {
                byte[] key = new byte[300];
                key[0] = (byte) (number >>> 16);
                key[1] = (byte) (number >>> 8);
                key[2] = (byte) number;
                one[0] = heap.allocate(LAYOUT.fixedBytes() + key.length);
                write(one[0], key, number);
                heap.offer(one, 1);
            }
            try (SortedRows found = heap.sorted(Cancellation.NEVER)) {
                assertEquals(100, found.size());
                assertEquals(1, RawMemory.getInt(found.row(0) + LAYOUT.offset(1)));
                assertEquals(100, RawMemory.getInt(found.row(99) + LAYOUT.offset(1)));
            }
        }
    }
}
