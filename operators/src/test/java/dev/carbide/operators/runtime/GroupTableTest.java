package dev.carbide.operators.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.TestMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class GroupTableTest {
    private static final int KEY = 0;
    private static final int COUNT = 1;
    private static final RowLayout LAYOUT = RowLayout.of(DataType.INT64, DataType.INT64);

    /** Counts keys as a generated aggregation would: slot keys are hashes into few values unless exact. */
    private static final class Counter implements AutoCloseable {
        private final GroupTable table;
        private final boolean exact;
        private final long[] groups = new long[Batch.MAX_ROWS];
        private final int[] mismatches = new int[Batch.MAX_ROWS];

        Counter(TestMemory memory, boolean exact) {
            table = new GroupTable(LAYOUT, memory.pool(), memory.pages());
            this.exact = exact;
        }

        void add(long[] keys) {
            long[] slotKeys = new long[keys.length];
            for (int tuple = 0; tuple < keys.length; tuple++) {
                slotKeys[tuple] = exact ? keys[tuple] : keys[tuple] & 3;
            }
            table.find(slotKeys, keys.length, null, groups);
            writeKeys(keys);
            int different = exact ? 0 : different(keys, null, keys.length);
            while (different > 0) {
                table.findNext(slotKeys, mismatches, different, null, groups);
                writeKeys(keys);
                different = different(keys, mismatches, different);
            }
            for (int tuple = 0; tuple < keys.length; tuple++) {
                long at = groups[tuple] + LAYOUT.offset(COUNT);
                RawMemory.putLong(at, RawMemory.getLong(at) + 1);
            }
        }

        private void writeKeys(long[] keys) {
            for (int index = 0; index < table.createdCount(); index++) {
                int tuple = table.created()[index];
                RawMemory.putLong(groups[tuple] + LAYOUT.offset(KEY), keys[tuple]);
            }
        }

        private int different(long[] keys, int[] of, int count) {
            int different = 0;
            for (int index = 0; index < count; index++) {
                int tuple = of == null ? index : of[index];
                if (RawMemory.getLong(groups[tuple] + LAYOUT.offset(KEY)) != keys[tuple]) {
                    mismatches[different++] = tuple;
                }
            }
            return different;
        }

        @Override
        public void close() {
            table.close();
        }
    }

    private static void collect(long[] rows, int count, Map<Long, Long> into) {
        for (int index = 0; index < count; index++) {
            long key = RawMemory.getLong(rows[index] + LAYOUT.offset(KEY));
            assertNull(into.put(key, RawMemory.getLong(rows[index] + LAYOUT.offset(COUNT))), "key twice");
        }
    }

    private static Map<Long, Long> scan(GroupTable table, int bits, int chunk) {
        Map<Long, Long> found = new HashMap<>();
        long[] rows = new long[chunk];
        for (int partition = 0; partition < 1 << bits; partition++) {
            GroupScan scan = table.scan(partition, bits);
            for (int count = scan.next(rows); count > 0; count = scan.next(rows)) {
                collect(rows, count, found);
                for (int index = 0; index < count; index++) {
                    assertEquals(
                            partition,
                            GroupScan.partition(RawMemory.getLong(rows[index] + RowLayout.KEY_OFFSET), bits));
                }
            }
        }
        return found;
    }

    /** Merges as a generated aggregation would. */
    private static Map<Long, Long> merge(
            List<GroupTable> tables, boolean exact, int bits, int chunk, TestMemory memory) {
        Map<Long, Long> found = new HashMap<>();
        try (GroupMerge merge = new GroupMerge(tables, bits, memory.pool(), memory.pages())) {
            long[] rows = new long[chunk];
            for (int partition = 0; partition < 1 << bits; partition++) {
                merge.open(partition);
                for (int pairs = merge.nextPairs(); pairs > 0; pairs = merge.nextPairs()) {
                    combine(merge, pairs, exact);
                }
                for (int count = merge.nextGroups(rows); count > 0; count = merge.nextGroups(rows)) {
                    collect(rows, count, found);
                }
            }
        }
        return found;
    }

    private static void combine(GroupMerge merge, int first, boolean exact) {
        int[] mismatches = new int[Batch.MAX_ROWS];
        int pairs = first;
        while (pairs > 0) {
            int different = 0;
            for (int pair = 0; pair < pairs; pair++) {
                long target = merge.targets()[pair];
                long source = merge.sources()[pair];
                if (!exact
                        && RawMemory.getLong(target + LAYOUT.offset(KEY))
                                != RawMemory.getLong(source + LAYOUT.offset(KEY))) {
                    mismatches[different++] = pair;
                } else {
                    long at = target + LAYOUT.offset(COUNT);
                    RawMemory.putLong(at, RawMemory.getLong(at) + RawMemory.getLong(source + LAYOUT.offset(COUNT)));
                }
            }
            pairs = merge.followPairs(mismatches, different);
        }
    }

    @Property(tries = 150)
    @Tag("access")
    void countsAndMergesLikeAMap(
            @ForAll Random random,
            @ForAll KeyKind kind,
            @ForAll boolean exact,
            @ForAll @IntRange(min = 1, max = 3) int workers,
            @ForAll @IntRange(max = 10) int bits,
            @ForAll @IntRange(max = 2048) int rows) {
        try (TestMemory memory = new TestMemory()) {
            Map<Long, Long> all = new HashMap<>();
            List<Counter> counters = new ArrayList<>();
            int chunk = 1 + random.nextInt(Batch.MAX_ROWS);
            for (int worker = 0; worker < workers; worker++) {
                Counter counter = new Counter(memory, exact);
                counters.add(counter);
                Map<Long, Long> own = new HashMap<>();
                for (int batch = random.nextInt(3); batch > 0; batch--) {
                    long[] keys = kind.keys(random, exact ? rows : Math.min(rows, 300));
                    counter.add(keys);
                    for (long key : keys) {
                        own.merge(key, 1L, Long::sum);
                        all.merge(key, 1L, Long::sum);
                    }
                }
                assertEquals(own.size(), counter.table.groups());
                assertEquals(own, scan(counter.table, bits, chunk));
            }
            List<GroupTable> tables =
                    counters.stream().map(counter -> counter.table).toList();
            assertEquals(all, merge(tables, exact, bits, chunk, memory));
            counters.forEach(Counter::close);
        }
    }

    @Test
    void rowsStayWhereTheyAreWhileSlotsGrow() {
        try (TestMemory memory = new TestMemory();
                GroupTable table = new GroupTable(LAYOUT, memory.pool(), memory.pages())) {
            Map<Long, Long> addresses = new HashMap<>();
            long[] keys = new long[1000];
            long[] groups = new long[1000];
            for (int round = 0; round < 30; round++) {
                for (int tuple = 0; tuple < keys.length; tuple++) {
                    keys[tuple] = (long) round * 500 + tuple;
                }
                table.find(keys, keys.length, null, groups);
                assertEquals(round == 0 ? 1000 : 500, table.createdCount());
                for (int tuple = 0; tuple < keys.length; tuple++) {
                    Long before = addresses.putIfAbsent(keys[tuple], groups[tuple]);
                    assertTrue(before == null || before == groups[tuple]);
                }
            }
            assertEquals(15_500, table.groups());
        }
    }

    @Test
    void newRowsAreZeroAndAsLongAsTheirTupleAsks() {
        RowLayout layout = RowLayout.of(DataType.STRING, DataType.INT64);
        try (TestMemory memory = new TestMemory();
                GroupTable table = new GroupTable(layout, memory.pool(), memory.pages())) {
            long[] groups = new long[2];
            int[] bytes = {layout.fixedBytes() + 3, layout.fixedBytes() + 100_000};
            table.find(new long[] {5, 6}, 2, bytes, groups);
            assertEquals(layout.fixedBytes() + 8, layout.rowBytes(groups[0]));
            assertEquals(layout.fixedBytes() + 100_000, layout.rowBytes(groups[1]));
            assertEquals(6, RawMemory.getLong(groups[1] + RowLayout.KEY_OFFSET));
            assertEquals(0, RawMemory.getLong(groups[1] + layout.offset(0)));
            assertEquals(0, RawMemory.getLong(groups[1] + layout.offset(1)));
        }
    }
}
