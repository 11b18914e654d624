package dev.carbide.operators.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.TestMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JoinTableTest {
    private static final RowLayout LAYOUT = RowLayout.of(DataType.INT32);

    /** Appends rows that carry their number, which starts at {@code first}. */
    private static void append(JoinBuilder builder, long[] keys, int first) {
        long[] rows = new long[Batch.MAX_ROWS];
        for (int from = 0; from < keys.length; from += Batch.MAX_ROWS) {
            long[] chunk = Arrays.copyOfRange(keys, from, Math.min(keys.length, from + Batch.MAX_ROWS));
            builder.append(chunk, chunk.length, rows);
            for (int index = 0; index < chunk.length; index++) {
                RawMemory.putInt(rows[index] + LAYOUT.offset(0), first + from + index);
            }
        }
    }

    private static JoinTable table(TestMemory memory, boolean exact, List<long[]> workers) {
        JoinTable table = new JoinTable(LAYOUT, exact, memory.pool(), memory.pages());
        int first = 0;
        for (long[] keys : workers) {
            try (JoinBuilder builder = new JoinBuilder(LAYOUT, memory.pool(), memory.pages())) {
                append(builder, keys, first);
                table.add(builder);
            }
            first += keys.length;
        }
        return table;
    }

    /** The numbers of matching rows of each probe key, sorted, as the probe finds them. */
    private static List<List<Integer>> probe(JoinTable table, long[] keys) {
        List<List<Integer>> found = new ArrayList<>();
        TableProbe probe = table.newProbe();
        int[] tuples = new int[Batch.MAX_ROWS];
        long[] rows = new long[Batch.MAX_ROWS];
        for (int from = 0; from < keys.length; from += Batch.MAX_ROWS) {
            int count = Math.min(Batch.MAX_ROWS, keys.length - from);
            IntStream.range(0, count).forEach(tuple -> found.add(new ArrayList<>()));
            probe.begin(Arrays.copyOfRange(keys, from, from + count), count);
            for (int matches = probe.next(tuples, rows); matches > 0; matches = probe.next(tuples, rows)) {
                for (int index = 0; index < matches; index++) {
                    found.get(from + tuples[index]).add(RawMemory.getInt(rows[index] + LAYOUT.offset(0)));
                }
            }
            assertEquals(0, probe.next(tuples, rows));
        }
        found.forEach(list -> list.sort(null));
        return found;
    }

    private static List<List<Integer>> expected(List<long[]> workers, long[] keys) {
        Map<Long, List<Integer>> byKey = new HashMap<>();
        int number = 0;
        for (long[] worker : workers) {
            for (long key : worker) {
                byKey.computeIfAbsent(key, ignored -> new ArrayList<>()).add(number++);
            }
        }
        return Arrays.stream(keys)
                .mapToObj(key -> byKey.getOrDefault(key, List.of()))
                .toList();
    }

    private static boolean unique(List<long[]> workers) {
        long[] all = workers.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return Arrays.stream(all).distinct().count() == all.length;
    }

    @Property(tries = 150)
    @Tag("access")
    void findsWhatAMapOfListsFinds(
            @ForAll Random random,
            @ForAll KeyKind kind,
            @ForAll boolean exact,
            @ForAll @IntRange(max = 3) int workers,
            @ForAll @IntRange(max = 3000) int rows) {
        try (TestMemory memory = new TestMemory()) {
            List<long[]> built = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                built.add(kind.keys(random, random.nextInt(rows + 1)));
            }
            long[] probed = kind.keys(random, random.nextInt(1 + (kind.repeats() ? 20 : rows)));
            try (JoinTable table = table(memory, exact, built)) {
                table.build();
                assertEquals(expected(built, probed), probe(table, probed));
                assertEquals(unique(built), table.keysUnique());
            }
        }
    }

    @Test
    void oneKeyManyTimesFillsBatchAfterBatch() {
        try (TestMemory memory = new TestMemory()) {
            long[] build = new long[5000];
            long[] probe = {1, 0, 0};
            try (JoinTable table = table(memory, false, List.of(build))) {
                table.build();
                TableProbe cursor = table.newProbe();
                cursor.begin(probe, 3);
                int[] tuples = new int[Batch.MAX_ROWS];
                long[] rows = new long[Batch.MAX_ROWS];
                List<Integer> sizes = new ArrayList<>();
                for (int count = cursor.next(tuples, rows); count > 0; count = cursor.next(tuples, rows)) {
                    sizes.add(count);
                }
                assertEquals(List.of(2, 2048, 2048, 2048, 2048, 1806), sizes);
                assertFalse(table.keysUnique());
            }
        }
    }

    @Test
    void partsAreInsertedByManyThreads() throws InterruptedException {
        for (KeyKind kind : KeyKind.values()) {
            try (TestMemory memory = new TestMemory()) {
                int rows = kind == KeyKind.ONE ? 1000 : 70_000;
                List<long[]> built = List.of(kind.keys(new Random(1), rows), kind.keys(new Random(2), 1000));
                try (JoinTable table = table(memory, true, built)) {
                    int parts = table.prepare(4);
                    assertEquals(rows > 1000 ? 4 : 1, parts);
                    Thread[] threads = new Thread[parts];
                    for (int part = 0; part < parts; part++) {
                        int mine = part;
                        threads[part] = Thread.ofPlatform().start(() -> table.insert(mine));
                    }
                    for (Thread thread : threads) {
                        thread.join();
                    }
                    long[] probed = kind.keys(new Random(3), kind.repeats() ? 5 : 2000);
                    assertEquals(expected(built, probed), probe(table, probed));
                    assertEquals(unique(built), table.keysUnique());
                }
            }
        }
    }

    @Test
    void closeKeysMakeADenseTableAndDistantOnesDoNot() {
        try (TestMemory memory = new TestMemory()) {
            long[] extremes = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1};
            for (long base : new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE - 9999, -5000}) {
                long[] keys =
                        IntStream.range(0, 5000).mapToLong(at -> base + 2L * at).toArray();
                try (JoinTable table = table(memory, true, List.of(keys))) {
                    table.build();
                    assertTrue(table.isDense());
                    assertEquals(base, table.minKey());
                    assertEquals(base + 9998, table.maxKey());
                    assertEquals(expected(List.of(keys), keys), probe(table, keys));
                    assertEquals(expected(List.of(keys), extremes), probe(table, extremes));
                }
                try (JoinTable table = table(memory, false, List.of(keys))) {
                    table.build();
                    assertFalse(table.isDense());
                }
            }
            try (JoinTable table = table(memory, true, List.of(extremes))) {
                table.build();
                assertFalse(table.isDense());
                assertEquals(expected(List.of(extremes), extremes), probe(table, extremes));
            }
        }
    }

    /** Few of the probed keys match, so that the filter comes into use after the first batch; then all do. */
    @ParameterizedTest
    @CsvSource({"75000, 280000, 1", "10000, 100000, 1", "10000, 10000, 30", "10000, 10000, 1000003"})
    void aFilterDropsNoMatch(int rows, int values, long spread) {
        for (long base : new long[] {-70_000, Long.MAX_VALUE - values * spread}) {
            try (TestMemory memory = new TestMemory()) {
                Random random = new Random(spread);
                long[] keys = random.longs(rows, 0, values)
                        .map(key -> base + key * spread)
                        .toArray();
                long[] probed = random.longs(10_000, 0, values * spread)
                        .map(key -> base + key)
                        .toArray();
                System.arraycopy(keys, 0, probed, 5_000, 5_000);
                probed[3000] = Long.MIN_VALUE;
                probed[3001] = Long.MAX_VALUE;
                probed[3002] = base - 1;
                try (JoinTable table = table(memory, true, List.of(keys))) {
                    table.build();
                    assertEquals(rows > 70_000, table.isDense());
                    assertEquals(expected(List.of(keys), probed), probe(table, probed));
                }
            }
        }
    }

    @Test
    void slotsThatDoNotFitAreRefusedAndCanBeAskedForAgain() {
        try (TestMemory memory = new TestMemory(4 << 20)) {
            long[] keys = KeyKind.RANDOM.keys(new Random(5), 30_000);
            try (JoinTable table = table(memory, false, List.of(keys))) {
                long taken = memory.pool().limit() - memory.pool().reserved() - (16 << 10);
                memory.pool().reserve(taken);
                assertThrows(MemoryLimitException.class, table::build);
                assertThrows(CarbideInternalException.class, table::newProbe);
                memory.pool().release(taken);
                table.build();
                assertEquals(expected(List.of(keys), keys), probe(table, keys));
            }
        }
    }
}
