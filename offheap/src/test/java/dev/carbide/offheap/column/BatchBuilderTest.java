package dev.carbide.offheap.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.type.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BatchBuilderTest {
    /** Arrays by content, all else by equals. */
    static void assertValue(@Nullable Object expected, @Nullable Object actual, String where) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual, where);
        } else {
            assertEquals(expected, actual, where);
        }
    }

    static void assertColumn(List<@Nullable Object> expected, Column column) {
        assertEquals(expected.size(), column.length());
        for (int row = 0; row < expected.size(); row++) {
            assertValue(expected.get(row), BoxedValues.get(column, row), column + " row " + row);
        }
    }

    @Property(tries = 60)
    @Tag("access")
    void copiesEveryTypeEncodingAndSelection(
            @ForAll Random random, @ForAll @IntRange(min = 0, max = 300) int rows, @ForAll Encoding encoding) {
        try (TestMemory memory = new TestMemory();
                BatchCopier copier = new BatchCopier(SampleColumn.TYPES, memory.pool(), memory.pages());
                Flattener flattener = new Flattener(SampleColumn.TYPES.size(), memory.pool(), memory.pages())) {
            List<SampleColumn> samples = new ArrayList<>();
            double nullShare = random.nextInt(3) / 4.0;
            for (DataType type : SampleColumn.TYPES) {
                samples.add(new SampleColumn(type, encoding, rows, nullShare, random, memory));
            }
            Batch batch = Batch.of(samples.stream().map(SampleColumn::column).toList(), rows, null);
            Batch flat = flattener.flatten(batch);
            for (int index = 0; index < samples.size(); index++) {
                assertEquals(Encoding.FLAT, flat.column(index).encoding());
                assertColumn(samples.get(index).expected(), flat.column(index));
            }
            int[] selection = random.ints(0, 4).limit(rows).toArray();
            int selected = 0;
            for (int row = 0; row < rows; row++) {
                if (selection[row] != 0) {
                    selection[selected++] = row;
                }
            }
            Batch whole = copier.copy(batch);
            Batch part = copier.copy(batch.select(selection, selected));
            List<List<@Nullable Object>> expected =
                    samples.stream().map(SampleColumn::expected).toList();
            samples.forEach(SampleColumn::close);
            assertEquals(selected, part.rowCount());
            for (int index = 0; index < expected.size(); index++) {
                assertColumn(expected.get(index), whole.column(index));
                List<@Nullable Object> picked = new ArrayList<>();
                for (int at = 0; at < selected; at++) {
                    picked.add(expected.get(index).get(selection[at]));
                }
                assertColumn(picked, part.column(index));
            }
            whole.release();
            part.release();
        }
    }

    @Test
    void lentMemoryIsUsedAgainAndForgetsNullsAndStrings() {
        try (TestMemory memory = new TestMemory();
                BatchBuilder builder = new BatchBuilder(
                        List.of(DataType.INT64, DataType.STRING), 100, memory.pool(), memory.pages())) {
            builder.start();
            builder.column(0).setNull(0);
            builder.column(1).putBytes(0, new byte[100_000]);
            builder.column(1).putBytes(1, new byte[13]);
            builder.column(0).putLong(1, 7);
            Batch first = builder.view(2);
            assertTrue(first.column(0).hasNulls());
            assertThrows(CarbideInternalException.class, first::retain);
            long reserved = memory.pool().reserved();
            for (int round = 0; round < 100; round++) {
                builder.start();
                builder.column(0).putLong(0, round);
                builder.column(1).putBytes(0, "a string of some length".getBytes());
                Batch next = builder.view(1);
                assertNull(next.validity(0));
                assertEquals((long) round, BoxedValues.get(next.column(0), 0));
                assertEquals("a string of some length", BoxedValues.get(next.column(1), 0));
            }
            assertTrue(memory.pool().reserved() <= reserved);
        }
    }

    @Test
    void aBuiltBatchOutlivesItsBuilder() {
        try (TestMemory memory = new TestMemory()) {
            BatchBuilder builder =
                    new BatchBuilder(List.of(DataType.STRING), Batch.MAX_ROWS, memory.pool(), memory.pages());
            builder.start();
            for (int row = 0; row < Batch.MAX_ROWS; row++) {
                builder.column(0).putBytes(row, ("row number " + row + " of many").getBytes());
            }
            Batch batch = builder.build(Batch.MAX_ROWS);
            assertFalse(builder.isStarted());
            assertThrows(CarbideInternalException.class, () -> builder.values(0));
            builder.start();
            builder.column(0).putBytes(0, new byte[50]);
            builder.close();
            batch.retain();
            batch.release();
            assertEquals("row number 2047 of many", BoxedValues.get(batch.column(0), 2047));
            batch.release();
            assertEquals(0, memory.pool().reserved());
        }
    }

    @Test
    void aRefusedStartCanBeRepeated() {
        try (TestMemory memory = new TestMemory(64 << 10);
                BatchBuilder builder = new BatchBuilder(List.of(DataType.INT64), 2048, memory.pool(), memory.pages())) {
            memory.pool().reserve(60 << 10);
            assertThrows(MemoryLimitException.class, builder::start);
            memory.pool().release(60 << 10);
            builder.start();
            assertSame(builder.column(0), builder.column(0));
        }
    }

    @Test
    void boxedValuesMustFitTheColumn() {
        try (TestMemory memory = new TestMemory();
                ColumnBuilder cents = ColumnBuilder.create(DataType.decimal(4, 2), 1, memory.pool(), memory.pages());
                ColumnBuilder tiny = ColumnBuilder.create(DataType.INT8, 1, memory.pool(), memory.pages())) {
            for (String wrong : List.of("100.00", "1.0", "1.000")) {
                assertThrows(CarbideException.class, () -> BoxedValues.put(cents, 0, new BigDecimal(wrong)));
            }
            assertThrows(CarbideException.class, () -> BoxedValues.put(cents, 0, 1L));
            assertThrows(CarbideException.class, () -> BoxedValues.put(tiny, 0, 128L));
            BoxedValues.put(tiny, 0, -128L);
            assertEquals(-128L, BoxedValues.get(tiny.view(1), 0));
        }
    }
}
