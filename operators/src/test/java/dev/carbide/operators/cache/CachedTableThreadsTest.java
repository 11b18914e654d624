package dev.carbide.operators.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.cache.StorageLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers, an evictor, and the end of the cached table, all at once. */
final class CachedTableThreadsTest {
    private static final int READERS = 3;
    private static final int PASSES = 6;

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void readersAndEvictionAndUnpersist(StorageLevel level) throws Exception {
        try (CacheFixture fixture = new CacheFixture(4 << 20, 256 << 10, false);
                SplitTable table = fixture.table(21, 4000, 9000, 3000, 5000)) {
            CachedTable cached = fixture.cached(table, level);
            AtomicBoolean done = new AtomicBoolean();
            try (ExecutorService threads = Executors.newFixedThreadPool(READERS + 1)) {
                List<Future<?>> readers = new ArrayList<>();
                for (int reader = 0; reader < READERS; reader++) {
                    int seed = reader;
                    readers.add(threads.submit(() -> read(fixture, table, cached, seed)));
                }
                Future<?> evictor = threads.submit(() -> {
                    Random random = new Random(7);
                    while (!done.get()) {
                        fixture.cache.evict(1 + random.nextInt(1 << 20));
                        Thread.onSpinWait();
                    }
                });
                for (Future<?> reader : readers) {
                    reader.get();
                }
                done.set(true);
                evictor.get();
            }
            cached.unpersist(true);
            assertEquals(0, fixture.filesOnDisk());
        }
    }

    private static void read(CacheFixture fixture, SplitTable table, CachedTable cached, int seed) {
        Random random = new Random(seed);
        for (int pass = 0; pass < PASSES; pass++) {
            List<Integer> columns = new ArrayList<>(List.of(0));
            for (int more = random.nextInt(4); more > 0; more--) {
                columns.add(random.nextInt(SplitTable.SCHEMA.size()));
            }
            fixture.check(table, cached, columns, List.of(), 2048);
        }
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void unpersistedInTheMiddle(StorageLevel level) throws Exception {
        try (CacheFixture fixture = new CacheFixture(8 << 20, 0, false);
                SplitTable table = fixture.table(22, 4000, 9000, 3000, 5000)) {
            try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
                for (int round = 0; round < 4; round++) {
                    CachedTable cached = fixture.cached(table, level);
                    List<Future<Integer>> readers = new ArrayList<>();
                    for (int reader = 0; reader < READERS; reader++) {
                        readers.add(
                                threads.submit(() -> fixture.check(table, cached, List.of(0, 3, 4), List.of(), 2048)));
                    }
                    cached.unpersist(round % 2 == 0);
                    for (Future<Integer> reader : readers) {
                        assertEquals(21_000, reader.get());
                    }
                    assertEquals(0, fixture.cache.statistics().size());
                }
            }
        }
    }
}
