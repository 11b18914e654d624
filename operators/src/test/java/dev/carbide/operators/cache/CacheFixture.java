package dev.carbide.operators.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.cache.BlockCache;
import dev.carbide.offheap.cache.StorageLevel;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.spill.SpillSettings;
import dev.carbide.offheap.spill.SpillStore;
import dev.carbide.operators.TestMemory;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cache with a budget and a disk of its own; closing proves that nothing is left of memory and files. */
final class CacheFixture implements AutoCloseable {
    final TestMemory data = new TestMemory();
    final TestMemory memory;
    final FailingIo io = new FailingIo();
    final BlockCache cache;
    private final Path directory;
    private final SpillStore store;

    CacheFixture(long budget) {
        this(budget, 0, false);
    }

    CacheFixture(long budget, long protectedBytes, boolean encrypted) {
        try {
            directory = Files.createTempDirectory("carbide-cache-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        memory = new TestMemory(budget);
        store = SpillStore.open(
                SpillSettings.DEFAULT.withDirectories(List.of(directory)).withEncrypted(encrypted), io);
        cache = new BlockCache(memory.pool(), memory.pages(), protectedBytes, () -> store);
    }

    SplitTable table(long seed, int... sizes) {
        return new SplitTable(data.pool(), data.pages(), seed, sizes);
    }

    CachedTable cached(Table table, StorageLevel level) {
        return CachedTable.of(table, cache, level);
    }

    long filesOnDisk() {
        return store.usage().files();
    }

    /** What queries use is not part of the budget of the cache here. */
    ScanRequest request(List<Integer> columns, List<ColumnRange> ranges, int batchRows) {
        return new ScanRequest(columns, ranges, data.pool(), data.pages(), batchRows, Cancellation.NEVER);
    }

    /** Reads everything with several readers in turn and compares it, by the first column, an id, with the rows of the table. */
    int check(SplitTable table, Table scanned, List<Integer> columns, List<ColumnRange> ranges, int batchRows) {
        Map<Long, @Nullable Object[]> expected = new HashMap<>();
        table.rows.forEach(part -> part.forEach(row -> expected.put((Long) row[0], row)));
        int rows = 0;
        List<BatchReader> readers = new ArrayList<>();
        try (Source source = scanned.open(request(columns, ranges, batchRows))) {
            for (int reader = 0; reader < Math.min(2, source.maxReaders()); reader++) {
                readers.add(source.newReader());
            }
            try {
                int ended = 0;
                for (int turn = 0; ended < readers.size(); turn++) {
                    Batch batch = readers.get(turn % readers.size()).next();
                    ended = batch == null ? ended + 1 : 0;
                    if (batch != null) {
                        rows += batch.rowCount();
                        compare(expected, columns, batch);
                    }
                }
            } finally {
                readers.forEach(BatchReader::close);
            }
        }
        if (ranges.isEmpty()) {
            assertEquals(0, expected.size(), "rows missing");
        }
        return rows;
    }

    private static void compare(Map<Long, @Nullable Object[]> expected, List<Integer> columns, Batch batch) {
        for (int row = 0; row < batch.rowCount(); row++) {
            Long id = (Long) BoxedValues.get(batch.column(0), row);
            @Nullable Object[] whole = expected.remove(id);
            @Nullable Object[] wanted = new Object[columns.size()];
            @Nullable Object[] got = new Object[columns.size()];
            for (int at = 0; at < wanted.length; at++) {
                wanted[at] = whole == null ? "a row that was read before" : whole[columns.get(at)];
                got[at] = BoxedValues.get(batch.column(at), row);
            }
            assertArrayEquals(wanted, got, "row " + id);
        }
    }

    @Override
    public void close() {
        cache.close();
        assertEquals(0, store.usage().files(), "files left");
        store.close();
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        memory.close();
        data.close();
    }
}
