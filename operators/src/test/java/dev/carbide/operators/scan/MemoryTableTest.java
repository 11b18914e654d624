package dev.carbide.operators.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.TestMemory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MemoryTableTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", DataType.INT64),
            Field.optional("flag", DataType.BOOLEAN),
            Field.optional("price", DataType.decimal(15, 2)),
            Field.optional("wide", DataType.decimal(30, 0)),
            Field.optional("ratio", DataType.FLOAT64),
            Field.optional("day", DataType.DATE),
            Field.optional("word", DataType.STRING),
            Field.optional("text", DataType.STRING),
            Field.optional("bytes", DataType.BINARY));

    private static @Nullable Object[] row(long id, Random random) {
        @Nullable
        Object[] row = {
            id,
            random.nextBoolean(),
            BigDecimal.valueOf(random.nextInt(), 2),
            new BigDecimal("-123456789012345678901234567890").add(BigDecimal.valueOf(id)),
            random.nextGaussian(),
            random.nextInt(1000),
            "word " + random.nextInt(7) + (random.nextBoolean() ? " of more than twelve bytes" : ""),
            "a text that is hardly ever the same " + random.nextLong(),
            new byte[] {(byte) random.nextInt(), 0, (byte) random.nextInt()}
        };
        for (int column = 1; column < row.length; column++) {
            row[column] = random.nextInt(9) == 0 ? null : row[column];
        }
        return row;
    }

    private static ScanRequest request(TestMemory memory, int batchRows, List<ColumnRange> ranges) {
        return new ScanRequest(
                IntStream.range(0, SCHEMA.size()).boxed().toList(),
                ranges,
                memory.pool(),
                memory.pages(),
                batchRows,
                Cancellation.NEVER);
    }

    private static void assertRows(List<@Nullable Object[]> expected, MemoryTable table, ScanRequest request) {
        int row = 0;
        try (Source source = table.open(request);
                BatchReader reader = source.newReader()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                assertTrue(batch.rowCount() > 0 && batch.rowCount() <= request.batchRows());
                for (int at = 0; at < batch.rowCount(); at++, row++) {
                    @Nullable Object[] found = new Object[SCHEMA.size()];
                    for (int column = 0; column < found.length; column++) {
                        found[column] = BoxedValues.get(batch.column(column), at);
                    }
                    assertArrayEquals(expected.get(row), found, "row " + row);
                }
            }
            assertEquals(1, source.progress());
        }
        assertEquals(expected.size(), row);
    }

    @Property(tries = 25)
    void readsBackWhatWasAppended(@ForAll Random random, @ForAll @IntRange(max = 1500) int rows) {
        try (TestMemory memory = new TestMemory()) {
            List<@Nullable Object[]> expected = new ArrayList<>();
            MemoryTable.Builder builder = MemoryTable.builder("sample", SCHEMA, memory.pool(), memory.pages());
            for (int id = 0; id < rows; id++) {
                expected.add(row(id, random));
                builder.appendRow(expected.getLast());
            }
            try (MemoryTable table = builder.build()) {
                assertEquals(rows, table.statistics().rows().getAsLong());
                assertEquals(memory.pool().reserved(), table.bytes());
                for (int batchRows : new int[] {1, 7, 64, 2048}) {
                    assertRows(expected, table, request(memory, batchRows, List.of()));
                }
            }
        }
    }

    /** Rows id = from to to - 1 of (id, id / 1000 as words, words that are few at first and then all different). */
    private static void fill(MemoryTable.Builder builder, TestMemory memory, int from, int to, int different) {
        List<DataType> types = List.of(DataType.INT64, DataType.STRING, DataType.STRING);
        try (BatchBuilder batches = new BatchBuilder(types, 2000, memory.pool(), memory.pages())) {
            for (int first = from; first < to; first += 2000) {
                batches.start();
                int count = Math.min(2000, to - first);
                for (int at = 0; at < count; at++) {
                    int id = first + at;
                    batches.column(0).putLong(at, id);
                    batches.column(1).putBytes(at, ("thousand number " + id / 1000).getBytes());
                    batches.column(2).putBytes(at, ("text " + (id < different ? id % 10 : id)).getBytes());
                    if (id % 100 == 0) {
                        batches.column(2).setNull(at);
                    }
                }
                builder.append(batches.view(count));
            }
        }
    }

    private static final Schema BLOCKS = Schema.of(
            Field.required("id", DataType.INT64),
            Field.required("thousand", DataType.STRING),
            Field.optional("text", DataType.STRING));

    @Test
    void manyBlocksShareADictionaryAsLongAsValuesRepeat() {
        int rows = 3 * MemoryTable.BLOCK_ROWS + 100;
        try (TestMemory memory = new TestMemory()) {
            MemoryTable.Builder builder = MemoryTable.builder("blocks", BLOCKS, memory.pool(), memory.pages());
            fill(builder, memory, 0, rows, MemoryTable.BLOCK_ROWS);
            try (MemoryTable table = builder.build();
                    Source source = table.open(new ScanRequest(
                            List.of(1, 2, 0), List.of(), memory.pool(), memory.pages(), 2048, Cancellation.NEVER));
                    BatchReader reader = source.newReader()) {
                Column dictionary = null;
                int row = 0;
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                    assertEquals(Encoding.DICTIONARY, batch.column(0).encoding());
                    assertEquals(Encoding.FLAT, batch.column(1).encoding());
                    dictionary = dictionary == null ? batch.column(0).dictionary() : dictionary;
                    assertSame(dictionary, batch.column(0).dictionary());
                    for (int at = 0; at < batch.rowCount(); at++, row++) {
                        long id = (long) BoxedValues.get(batch.column(2), at);
                        assertEquals(row, id);
                        assertEquals("thousand number " + row / 1000, BoxedValues.get(batch.column(0), at));
                        String text = "text " + (row < MemoryTable.BLOCK_ROWS ? row % 10 : row);
                        assertEquals(row % 100 == 0 ? null : text, BoxedValues.get(batch.column(1), at));
                    }
                }
                assertEquals(rows, row);
                TableStatistics statistics = table.statistics();
                assertEquals(Bounds.of(0, rows - 1), statistics.columns().get(0).bounds());
                assertEquals(rows, statistics.columns().get(0).distinct().getAsDouble(), 0.08 * rows);
                assertEquals(197, statistics.columns().get(1).distinct().getAsDouble());
                assertEquals(
                        rows - MemoryTable.BLOCK_ROWS,
                        statistics.columns().get(2).distinct().getAsDouble(),
                        0.08 * rows);
            }
        }
    }

    @Test
    void blocksOutsideARangeAreSkipped() {
        int block = MemoryTable.BLOCK_ROWS;
        try (TestMemory memory = new TestMemory()) {
            MemoryTable.Builder builder = MemoryTable.builder("blocks", BLOCKS, memory.pool(), memory.pages());
            fill(builder, memory, 0, 3 * block, 3 * block);
            try (MemoryTable table = builder.build()) {
                Literal edge = new Literal(DataType.INT64, (long) block);
                Literal below = new Literal(DataType.INT64, (long) block - 1);
                assertEquals(2L * block, scanned(table, memory, new ColumnRange(0, edge, true, null, false)));
                assertEquals(3L * block, scanned(table, memory, new ColumnRange(0, below, true, null, false)));
                assertEquals(2L * block, scanned(table, memory, new ColumnRange(0, below, false, null, false)));
                assertEquals(2L * block, scanned(table, memory, new ColumnRange(0, null, true, edge, true)));
                assertEquals(block, scanned(table, memory, new ColumnRange(0, null, true, edge, false)));
                assertEquals(0, scanned(table, memory, new ColumnRange(0, edge, false, below, false)));
                Literal text = new Literal(DataType.STRING, "z");
                assertEquals(3L * block, scanned(table, memory, new ColumnRange(1, text, true, text, true)));
            }
        }
    }

    private static long scanned(MemoryTable table, TestMemory memory, ColumnRange range) {
        long rows = 0;
        try (Source source = table.open(new ScanRequest(
                        List.of(0, 1), List.of(range), memory.pool(), memory.pages(), 2048, Cancellation.NEVER));
                BatchReader reader = source.newReader()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.rowCount();
                assertTrue(batch.bounds(0).fitsLong());
            }
        }
        return rows;
    }

    @Test
    void aBlockOfNullsMatchesNoRange() {
        try (TestMemory memory = new TestMemory()) {
            Schema schema = Schema.of(Field.optional("n", DataType.INT32), Field.optional("s", DataType.STRING));
            try (MemoryTable table = MemoryTable.builder("nulls", schema, memory.pool(), memory.pages())
                    .appendRow(null, null)
                    .appendRow(null, null)
                    .build()) {
                Literal zero = new Literal(DataType.INT32, 0L);
                assertEquals(0, scanned(table, memory, new ColumnRange(0, zero, true, zero, true)));
                assertEquals(2, scanned(table, memory, new ColumnRange(1, zero, true, zero, true)));
            }
        }
    }

    @Test
    void readersShareTheRowsAndBatchesOutliveTheTable() throws InterruptedException {
        try (TestMemory memory = new TestMemory()) {
            MemoryTable.Builder builder = MemoryTable.builder("blocks", BLOCKS, memory.pool(), memory.pages());
            fill(builder, memory, 0, 100_000, 100_000);
            MemoryTable table = builder.build();
            Source source = table.open(
                    new ScanRequest(List.of(0), List.of(), memory.pool(), memory.pages(), 2048, Cancellation.NEVER));
            assertEquals(7, source.maxReaders());
            AtomicLong sum = new AtomicLong();
            Thread[] threads = new Thread[3];
            for (int worker = 0; worker < threads.length; worker++) {
                threads[worker] = Thread.ofPlatform().start(() -> {
                    try (BatchReader reader = source.newReader()) {
                        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                            for (int row = 0; row < batch.rowCount(); row++) {
                                sum.addAndGet((long) BoxedValues.get(batch.column(0), row));
                            }
                        }
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(99_999L * 50_000, sum.get());
            source.close();
            Source second = table.open(
                    new ScanRequest(List.of(0), List.of(), memory.pool(), memory.pages(), 2048, Cancellation.NEVER));
            Batch kept = second.newReader().next();
            kept.retain();
            table.close();
            table.close();
            assertThrows(
                    CarbideException.class,
                    () -> table.open(new ScanRequest(
                            List.of(0), List.of(), memory.pool(), memory.pages(), 2048, Cancellation.NEVER)));
            second.close();
            assertEquals(2047L, BoxedValues.get(kept.column(0), 2047));
            kept.release();
            assertEquals(0, memory.pool().reserved());
        }
    }

    @Test
    void whatDoesNotFitTheSchemaIsRefused() {
        try (TestMemory memory = new TestMemory();
                MemoryTable.Builder builder = MemoryTable.builder("blocks", BLOCKS, memory.pool(), memory.pages());
                BatchBuilder batches = new BatchBuilder(
                        List.of(DataType.INT64, DataType.STRING, DataType.BINARY), 1, memory.pool(), memory.pages())) {
            batches.start();
            for (int column = 0; column < 3; column++) {
                batches.column(column).setNull(0);
            }
            Batch batch = batches.view(1);
            assertMessage("got NULL", () -> builder.append(batch));
            assertMessage("got NULL", () -> builder.appendRow(1L, null, null));
            batches.column(0).validity().fill((byte) -1);
            batches.column(1).validity().fill((byte) -1);
            Batch wrongType = batches.view(1);
            assertMessage("got BINARY", () -> builder.append(wrongType));
            assertMessage("got a row of 1", () -> builder.appendRow(1L));
            builder.appendRow(1L, "", null).build().close();
            assertMessage("is closed", () -> builder.appendRow(1L, "", ""));
        }
    }

    @Test
    void aRowHalfWrittenClosesTheBuilder() {
        try (TestMemory memory = new TestMemory();
                MemoryTable.Builder builder = MemoryTable.builder("blocks", BLOCKS, memory.pool(), memory.pages())) {
            assertMessage("cannot hold", () -> builder.appendRow(1L, "", 5));
            assertMessage("is closed", () -> builder.appendRow(1L, "", ""));
            assertEquals(0, memory.pool().reserved());
        }
    }

    private static void assertMessage(String part, Runnable action) {
        CarbideException error = assertThrows(CarbideException.class, action::run);
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }

    @Test
    void aTableThatDoesNotFitFreesWhatItHad() {
        try (TestMemory memory = new TestMemory(12 << 20);
                MemoryTable.Builder builder = MemoryTable.builder("blocks", BLOCKS, memory.pool(), memory.pages())) {
            assertThrows(MemoryLimitException.class, () -> fill(builder, memory, 0, 10_000_000, 0));
        }
    }
}
