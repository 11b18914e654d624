package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.cache.BlockCache;
import dev.carbide.offheap.cache.StorageLevel;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.spill.SpillSettings;
import dev.carbide.offheap.spill.SpillStore;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.cache.CachedTable;
import dev.carbide.operators.scan.ColumnRange;
import dev.carbide.operators.scan.Table;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parquet files behind the block cache: the same rows, and never those of a file that has changed. */
final class CachedFilesTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("key", DataType.INT64),
            Field.optional("kind", DataType.STRING),
            Field.optional("text", DataType.STRING));
    private static final int[] ALL = {0, 1, 2};

    private final Memory memory = Memory.ofMegabytes(64);

    @TempDir
    Path directory;

    private final SpillStore store = SpillStore.open(SpillSettings.DEFAULT);

    @AfterEach
    void nothingIsLeft() {
        store.close();
        memory.close();
    }

    private static List<List<@Nullable Object>> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(row -> Arrays.<@Nullable Object>asList(
                        (long) row, row % 5 == 0 ? null : "kind " + row % 3, "some text that is long enough " + row))
                .toList();
    }

    private Path write(String name, List<List<@Nullable Object>> rows) {
        Path file = directory.resolve(name);
        Batches.write(
                file, SCHEMA, rows, new ParquetWriterOptions(Codec.SNAPPY, 1000, 1 << 30, 1024, 1 << 20, 64), memory);
        return file;
    }

    private List<List<@Nullable Object>> read(Table table, ColumnRange... ranges) {
        return Rows.read(table, Rows.request(memory, ALL, List.of(ranges), 700));
    }

    private static void assertSame(List<List<@Nullable Object>> expected, List<List<@Nullable Object>> rows) {
        assertEquals(expected.size(), rows.size());
        assertEquals(new HashSet<>(expected), new HashSet<>(rows));
    }

    @ParameterizedTest
    @EnumSource(StorageLevel.class)
    void filesAreReadOnce(StorageLevel level) throws Exception {
        List<List<@Nullable Object>> all = new ArrayList<>(rows(0, 3300));
        all.addAll(rows(5000, 5010));
        List<Path> files =
                List.of(write("a.parquet", all.subList(0, 3300)), write("b.parquet", all.subList(3300, 3310)));
        try (ParquetTable table = ParquetTable.open("files", files, memory.pool());
                BlockCache cache = new BlockCache(memory.pool(), memory.pages(), 0, () -> store)) {
            CachedTable cached = CachedTable.of(table, cache, level);
            assertEquals(2, table.splits());
            assertSame(all, read(cached));
            assertEquals(1.0, cached.cacheStatistics().fractionCached());
            assertSame(all, read(cached));
            assertEquals(6, cached.cacheStatistics().hits());
            cache.evict(Long.MAX_VALUE);
            assertSame(all, read(cached));
        }
    }

    @Test
    void footersAndZonesExcludeParts() {
        List<List<@Nullable Object>> all = rows(0, 3300);
        List<Path> files = List.of(write("a.parquet", all), write("b.parquet", rows(5000, 5010)));
        try (ParquetTable table = ParquetTable.open("files", files, memory.pool());
                BlockCache cache = new BlockCache(memory.pool(), memory.pages(), 0, () -> store)) {
            CachedTable cached = CachedTable.of(table, cache, StorageLevel.MEMORY_ONLY);
            ColumnRange early = new ColumnRange(0, null, false, new Literal(DataType.INT64, 4000L), true);
            assertSame(all, read(cached, early));
            assertEquals(0.5, cached.cacheStatistics().fractionCached());
            assertSame(all, read(cached, early));
        }
    }

    @Test
    void blocksOfAChangedFileAreNeverServed() throws Exception {
        Path file = write("a.parquet", rows(0, 3300));
        try (ParquetTable table = ParquetTable.open("files", List.of(file), memory.pool());
                BlockCache cache = new BlockCache(memory.pool(), memory.pages(), 0, () -> store)) {
            CachedTable cached = CachedTable.of(table, cache, StorageLevel.MEMORY_ONLY);
            read(cached);
            Files.setLastModifiedTime(file, FileTime.fromMillis(12_345_000));
            CarbideException error = assertThrows(CarbideException.class, () -> read(cached));
            assertTrue(error.getMessage().contains("has changed since the table was opened"), error::getMessage);
            assertEquals(0, cached.cacheStatistics().memoryBytes());
        }
    }
}
