package dev.carbide.operators.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.cache.CacheStatistics;
import dev.carbide.offheap.cache.StorageLevel;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CachedTableTest {
    private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4, 5);
    private static final long PLENTY = 64 << 20;

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void secondPassHits(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(1, 3000, 1, 17_000)) {
            CachedTable cached = fixture.cached(table, level);
            fixture.check(table, cached, ALL, List.of(), 2048);
            CacheStatistics filled = cached.cacheStatistics();
            assertEquals(1.0, filled.fractionCached());
            assertEquals(18, filled.misses());
            assertEquals(0, filled.hits());
            assertEquals(level.usesMemory(), filled.memoryBytes() > 0);
            assertEquals(!level.usesMemory(), filled.diskBytes() > 0);
            int opened = table.opened.get();
            fixture.check(table, cached, ALL, List.of(), 2048);
            fixture.check(table, cached, List.of(0, 3, 3), List.of(), 7);
            assertEquals(opened, table.opened.get());
            assertEquals(24, cached.cacheStatistics().hits());
            assertEquals(18, cached.cacheStatistics().misses());
        }
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void columnsAreLoadedOneByOne(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(2, 100, 1000)) {
            CachedTable cached = fixture.cached(table, level);
            fixture.check(table, cached, List.of(0, 1), List.of(), 2048);
            assertEquals(4.0 / 12, cached.cacheStatistics().fractionCached());
            fixture.check(table, cached, List.of(0, 3), List.of(), 1000);
            assertEquals(6.0 / 12, cached.cacheStatistics().fractionCached());
            assertEquals(2, cached.cacheStatistics().hits());
            assertEquals(6, cached.cacheStatistics().misses());
            fixture.check(table, cached, List.of(0, 4, 1, 2), List.of(), 1);
        }
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void evictedBlocksComeFromDiskOrSource(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(3, 3000, 9000)) {
            CachedTable cached = fixture.cached(table, level);
            fixture.check(table, cached, ALL, List.of(), 2048);
            long before = fixture.cache.reserved();
            long freed = fixture.cache.evict(Long.MAX_VALUE);
            assertEquals(before - freed, fixture.cache.reserved());
            CacheStatistics evicted = cached.cacheStatistics();
            assertEquals(0, evicted.memoryBytes());
            assertEquals(level.usesMemory() ? 12 : 0, evicted.evictions());
            assertEquals(level.usesDisk() ? 1.0 : 0.0, evicted.fractionCached());
            int opened = table.opened.get();
            fixture.check(table, cached, ALL, List.of(), 2048);
            assertEquals(level.usesDisk() ? opened : opened + 2, table.opened.get());
            assertEquals(level.usesMemory(), cached.cacheStatistics().memoryBytes() > 0, "back in memory");
        }
    }

    @Test
    void onlyBytesBeyondTheProtectedOnesAreEvicted() {
        try (CacheFixture fixture = new CacheFixture(PLENTY, 1 << 20, false);
                SplitTable table = fixture.table(4, 20_000, 20_000, 20_000)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            fixture.check(table, cached, ALL, List.of(), 2048);
            assertTrue(fixture.cache.evict(1) > 0);
            fixture.cache.evict(Long.MAX_VALUE);
            assertTrue(fixture.cache.reserved() >= 1 << 20);
            assertTrue(cached.cacheStatistics().fractionCached() > 0);
        }
    }

    @Test
    void leastRecentlyUsedGoesFirst() {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(5, 5000)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            fixture.check(table, cached, List.of(0, 1, 5), List.of(), 2048);
            fixture.check(table, cached, List.of(0, 1), List.of(), 2048);
            fixture.cache.evict(1);
            int opened = table.opened.get();
            fixture.check(table, cached, List.of(0, 1), List.of(), 2048);
            assertEquals(opened, table.opened.get());
            fixture.check(table, cached, List.of(0, 5), List.of(), 2048);
            assertEquals(opened + 1, table.opened.get());
        }
    }

    @Test
    void aTableLargerThanMemoryKeepsWhatFits() {
        try (CacheFixture fixture = new CacheFixture(1 << 20);
                SplitTable table = fixture.table(6, 9000, 9000, 9000, 9000)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            fixture.check(table, cached, ALL, List.of(), 2048);
            double fraction = cached.cacheStatistics().fractionCached();
            assertTrue(fraction > 0 && fraction < 1, () -> "" + fraction);
            long hits = cached.cacheStatistics().hits();
            fixture.check(table, cached, ALL, List.of(), 2048);
            assertTrue(cached.cacheStatistics().hits() > hits);
            assertEquals(0, cached.cacheStatistics().evictions());
        }
    }

    @Test
    void whatDoesNotFitGoesToDisk() {
        try (CacheFixture fixture = new CacheFixture(3 << 20);
                SplitTable table = fixture.table(7, 9000, 9000, 9000, 9000)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_AND_DISK);
            fixture.check(table, cached, ALL, List.of(), 2048);
            fixture.check(table, cached, ALL, List.of(), 2048);
            CacheStatistics statistics = cached.cacheStatistics();
            assertEquals(1.0, statistics.fractionCached());
            assertTrue(statistics.memoryBytes() > 0 && statistics.diskBytes() > 0);
        }
    }

    @Test
    void anotherTableTakesTheMemoryOfTheOneNotUsed() {
        try (CacheFixture fixture = new CacheFixture(2 << 20);
                SplitTable first = fixture.table(8, 9000, 9000);
                SplitTable second = fixture.table(9, 9000, 9000)) {
            CachedTable cold = fixture.cached(first, StorageLevel.MEMORY_ONLY);
            CachedTable warm = fixture.cached(second, StorageLevel.MEMORY_ONLY);
            fixture.check(first, cold, ALL, List.of(), 2048);
            fixture.check(second, warm, ALL, List.of(), 2048);
            assertTrue(cold.cacheStatistics().evictions() > 0);
            assertTrue(warm.cacheStatistics().fractionCached() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void unpersistWhileBeingRead(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(10, 5000)) {
            CachedTable cached = fixture.cached(table, level);
            fixture.check(table, cached, ALL, List.of(), 2048);
            long rows = 0;
            try (Source source = cached.open(fixture.request(ALL, List.of(), 2048));
                    BatchReader reader = source.newReader()) {
                Batch batch = reader.next();
                assertEquals(0L, BoxedValues.get(batch.column(0), 0));
                cached.unpersist(false);
                for (; batch != null; batch = reader.next()) {
                    assertEquals(rows, BoxedValues.get(batch.column(0), 0));
                    rows += batch.rowCount();
                }
            }
            assertEquals(5000, rows);
            cached.unpersist(true);
            assertEquals(0, fixture.filesOnDisk());
            assertEquals(0, cached.cacheStatistics().memoryBytes());
            int opened = table.opened.get();
            fixture.check(table, cached, ALL, List.of(), 2048);
            assertEquals(opened + 1, table.opened.get());
        }
    }

    @Test
    void retainedBatchesOutliveTheScanAndTheCache() {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(11, 3000)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            fixture.check(table, cached, ALL, List.of(), 2048);
            Batch kept;
            try (Source source = cached.open(fixture.request(ALL, List.of(), 2048));
                    BatchReader reader = source.newReader()) {
                kept = reader.next();
                kept.retain();
            }
            assertEquals(0, fixture.cache.evict(1), "pinned");
            cached.unpersist(false);
            assertEquals(0L, BoxedValues.get(kept.column(0), 0));
            assertEquals(table.rows.get(0).get(17)[4], BoxedValues.get(kept.column(4), 17));
            kept.release();
        }
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void aFailedOrShortPassCachesNothingOfTheSplit(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(12, 7000)) {
            CachedTable cached = fixture.cached(table, level);
            table.failAfter = 3;
            assertThrows(CarbideException.class, () -> fixture.check(table, cached, ALL, List.of(), 2048));
            table.failAfter = -1;
            try (Source source = cached.open(fixture.request(ALL, List.of(), 2048));
                    BatchReader reader = source.newReader()) {
                reader.next();
            }
            assertEquals(0.0, cached.cacheStatistics().fractionCached());
            assertEquals(0, cached.cacheStatistics().memoryBytes());
            fixture.check(table, cached, ALL, List.of(), 2048);
            assertEquals(1.0, cached.cacheStatistics().fractionCached());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageLevel.class,
            names = {"MEMORY_AND_DISK", "MEMORY_AND_DISK_SER", "DISK_ONLY"})
    void aDiskThatFailsCostsHitsOnly(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(13, 9000, 9000)) {
            CachedTable cached = fixture.cached(table, level);
            fixture.io.writesFail = true;
            fixture.check(table, cached, ALL, List.of(), 2048);
            fixture.cache.evict(Long.MAX_VALUE);
            assertEquals(0.0, cached.cacheStatistics().fractionCached());
            fixture.check(table, cached, ALL, List.of(), 2048);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageLevel.class,
            names = {"MEMORY_AND_DISK", "MEMORY_AND_DISK_SER", "DISK_ONLY"})
    void blocksThatCannotBeReadComeFromTheSource(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(4 << 20);
                SplitTable table = fixture.table(14, 3000, 17_000)) {
            CachedTable cached = fixture.cached(table, level);
            fixture.check(table, cached, ALL, List.of(), 2048);
            fixture.cache.evict(Long.MAX_VALUE);
            fixture.io.readsFail = true;
            fixture.check(table, cached, ALL, List.of(), 2048);
            fixture.check(table, cached, List.of(0, 4), List.of(), 1000);
            fixture.io.readsFail = false;
            fixture.check(table, cached, ALL, List.of(), 2048);
        }
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void executionTakesTheMemoryOfLoadsToo(StorageLevel level) {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(19, 9000)) {
            CachedTable cached = fixture.cached(table, level);
            long before = fixture.cache.reserved();
            int rows = 0;
            try (Source source = cached.open(fixture.request(ALL, List.of(), 2048));
                    BatchReader reader = source.newReader()) {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows += batch.rowCount();
                    assertTrue(rows > 2048 || fixture.cache.reserved() > before);
                    fixture.cache.evict(Long.MAX_VALUE);
                    assertEquals(before, fixture.cache.reserved());
                }
            }
            assertEquals(9000, rows);
            assertEquals(0.0, cached.cacheStatistics().fractionCached());
            fixture.check(table, cached, ALL, List.of(), 2048);
            assertEquals(1.0, cached.cacheStatistics().fractionCached());
        }
    }

    @Test
    void whatAnotherScanLoadsIsLeftToIt() {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(20, 5000, 3000)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            try (Source source = cached.open(fixture.request(ALL, List.of(), 2048));
                    BatchReader reader = source.newReader()) {
                reader.next();
                fixture.check(table, cached, ALL, List.of(), 2048);
                assertEquals(6.0 / 12, cached.cacheStatistics().fractionCached(), "the second split only");
                int rows = 2048;
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows += batch.rowCount();
                }
                assertEquals(8000, rows);
            }
            assertEquals(1.0, cached.cacheStatistics().fractionCached());
            assertEquals(6, cached.cacheStatistics().hits());
        }
    }

    @Test
    void encryptedDisksHoldCompressedBlocksToo() {
        for (StorageLevel level : StorageLevel.values()) {
            try (CacheFixture fixture = new CacheFixture(PLENTY, 0, true);
                    SplitTable table = fixture.table(15, 9000)) {
                CachedTable cached = fixture.cached(table, level);
                fixture.check(table, cached, ALL, List.of(), 2048);
                fixture.cache.evict(Long.MAX_VALUE);
                fixture.check(table, cached, ALL, List.of(), 2048);
            }
        }
    }

    @Test
    void blocksOfAChangedSourceAreDropped() {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(16, 5000)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            fixture.check(table, cached, ALL, List.of(), 2048);
            table.current = false;
            int opened = table.opened.get();
            fixture.check(table, cached, ALL, List.of(), 2048);
            assertEquals(opened + 1, table.opened.get());
            assertEquals(0.0, cached.cacheStatistics().fractionCached());
        }
    }

    @Test
    void zonesOutsideOfARangeAreSkipped() {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(17, 150_000, 10)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            fixture.check(table, cached, List.of(0), List.of(), 2048);
            ColumnRange middle = new ColumnRange(
                    0, new Literal(DataType.INT64, 70_000L), true, new Literal(DataType.INT64, 80_000L), false);
            assertEquals(65_536, fixture.check(table, cached, List.of(0), List.of(middle), 2048));
            ColumnRange beyond = new ColumnRange(0, new Literal(DataType.INT64, 150_010L), true, null, false);
            assertEquals(0, fixture.check(table, cached, List.of(0), List.of(beyond), 2048));
            fixture.cache.evict(Long.MAX_VALUE);
            assertEquals(0, fixture.check(table, cached, List.of(0), List.of(beyond), 2048), "zones stay known");
        }
    }

    @Test
    void cachingTwiceIsRefused() {
        try (CacheFixture fixture = new CacheFixture(PLENTY);
                SplitTable table = fixture.table(18, 10)) {
            CachedTable cached = fixture.cached(table, StorageLevel.MEMORY_ONLY);
            assertThrows(CarbideException.class, () -> fixture.cached(cached, StorageLevel.MEMORY_ONLY));
        }
    }

    @Property(tries = 15)
    void anyOrderOfAccessGivesTheSameRows(
            @ForAll long seed, @ForAll StorageLevel level, @ForAll @IntRange(min = 1, max = 12) int budget) {
        Random random = new Random(seed);
        try (CacheFixture fixture =
                        new CacheFixture(((long) budget << 19) + (5 << 18), random.nextInt(1 << 20), false);
                SplitTable table = fixture.table(seed, random.nextInt(4000), 0, 1 + random.nextInt(9000))) {
            table.rowsKnown = random.nextBoolean();
            CachedTable cached = fixture.cached(table, level);
            for (int step = 0; step < 6; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> fixture.cache.evict(random.nextInt(1 << 20));
                    case 1 -> fixture.cache.evict(Long.MAX_VALUE);
                    default ->
                        fixture.check(
                                table,
                                cached,
                                columns(random),
                                List.of(),
                                random.nextBoolean() ? 2048 : 1 + random.nextInt(300));
                }
            }
        }
    }

    private static List<Integer> columns(Random random) {
        List<Integer> columns = new ArrayList<>(List.of(0));
        for (int more = random.nextInt(5); more > 0; more--) {
            columns.add(random.nextInt(ALL.size()));
        }
        return columns;
    }
}
