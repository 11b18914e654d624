package dev.carbide.offheap.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carbide.offheap.TestMemory;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.column.SampleColumn;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowStoreTest {
    private static final RowLayout TEXT = RowLayout.of(DataType.INT64, DataType.STRING);

    private static List<Long> scan(RowScan scan, int chunk) {
        List<Long> found = new ArrayList<>();
        long[] rows = new long[chunk];
        for (int count = scan.next(rows); count > 0; count = scan.next(rows)) {
            for (int index = 0; index < count; index++) {
                found.add(rows[index]);
            }
        }
        return found;
    }

    /** Allocates rows of random sizes, each with its number as slot key. */
    private static List<Long> fill(RowStore store, int rows, Random random) {
        List<Long> allocated = new ArrayList<>();
        for (int number = 0; number < rows; number++) {
            int more = random.nextInt(random.nextInt(50) == 0 ? 300_000 : 40);
            long row =
                    store.allocate(store.layout().fixedBytes() + (store.layout().isVariable() ? more : 0));
            assertEquals(0, RawMemory.getLong(row + RowLayout.NEXT_OFFSET));
            RawMemory.putLong(row, number);
            RawMemory.fill(
                    row + store.layout().clearedBytes(),
                    store.layout().rowBytes(row) - store.layout().clearedBytes(),
                    (byte) number);
            allocated.add(row);
        }
        return allocated;
    }

    @Property(tries = 60)
    @Tag("access")
    void everyRowStaysWhereItIsAndIsScannedOnce(
            @ForAll Random random,
            @ForAll boolean variable,
            @ForAll @IntRange(max = 3000) int rows,
            @ForAll @IntRange(min = 1, max = 2048) int chunk) {
        RowLayout layout = variable ? TEXT : RowLayout.of(DataType.INT32, DataType.INT8);
        try (TestMemory memory = new TestMemory();
                RowStore store = new RowStore(layout, memory.pool(), memory.pages());
                RowStore other = new RowStore(layout, memory.pool(), memory.pages())) {
            List<Long> allocated = fill(store, rows, random);
            List<Long> others = fill(other, random.nextInt(200), random);
            assertEquals(allocated.size(), store.rows());
            store.adopt(other);
            assertEquals(0, other.rows());
            assertEquals(List.of(), scan(other.scan(), chunk));
            List<Long> more = fill(other, 3, random);
            allocated.addAll(others);
            allocated.addAll(fill(store, 5, random));
            assertEquals(allocated.size(), store.rows());
            List<Long> scanned = scan(store.scan(), chunk);
            List<Long> byPage = new ArrayList<>();
            for (int page = 0; page < store.pageCount(); page++) {
                byPage.addAll(scan(store.scan(page), chunk));
            }
            assertEquals(scanned, byPage);
            assertEquals(
                    allocated.stream().sorted().toList(),
                    scanned.stream().sorted().toList());
            assertEquals(
                    more.stream().sorted().toList(),
                    scan(other.scan(), chunk).stream().sorted().toList());
            assertEquals(memory.pool().reserved(), store.bytes() + other.bytes());
        }
    }

    @Test
    void rowsOfOneSizeComeInTheirOrder() {
        try (TestMemory memory = new TestMemory();
                RowStore store = new RowStore(RowLayout.of(DataType.INT64), memory.pool(), memory.pages())) {
            long[] rows = new long[20_000];
            store.allocate(rows.length, rows);
            List<Long> scanned = scan(store.scan(), 999);
            for (int index = 0; index < rows.length; index++) {
                assertEquals(rows[index], scanned.get(index));
            }
        }
    }

    @Test
    void theLastRowCanBeTakenBack() {
        try (TestMemory memory = new TestMemory();
                RowStore store = new RowStore(TEXT, memory.pool(), memory.pages())) {
            long first = store.allocate(100);
            store.dropLast(store.allocate(100));
            assertEquals(List.of(first), scan(store.scan(), 10));
            long bytes = store.bytes();
            store.dropLast(store.allocate(1_000_000));
            assertEquals(bytes, store.bytes());
            assertEquals(first + 104, store.allocate(100));
            assertEquals(2, store.rows());
        }
    }

    @Test
    void aRefusedRowChangesNothing() {
        try (TestMemory memory = new TestMemory(128 << 10);
                RowStore store = new RowStore(TEXT, memory.pool(), memory.pages())) {
            long first = store.allocate(1000);
            assertThrows(MemoryLimitException.class, () -> store.allocate(200_000));
            assertThrows(CarbideException.class, () -> store.allocate(Integer.MAX_VALUE));
            assertThrows(CarbideException.class, () -> store.allocate(-100));
            assertEquals(List.of(first), scan(store.scan(), 10));
            assertEquals(1, store.rows());
            store.allocate(1000);
            assertEquals(2, store.rows());
        }
    }

    @Test
    void fieldsLieAtTheirAlignmentWithoutOverlap() {
        RowLayout layout = RowLayout.of(new Schema(SampleColumn.TYPES.stream()
                .map(type -> type == DataType.INT64 ? Field.required("f", type) : Field.optional("f", type))
                .toList()));
        boolean[] taken = new boolean[layout.fixedBytes()];
        take(taken, 0, RowLayout.SIZE_OFFSET + 4);
        for (int field = 0; field < layout.fieldCount(); field++) {
            int bytes = layout.type(field).isVariableLength()
                    ? 8
                    : layout.type(field).physical().bytes();
            int alignment = layout.type(field).isVariableLength() ? 4 : Math.min(bytes, 8);
            assertEquals(0, layout.offset(field) % alignment);
            take(taken, layout.offset(field), bytes);
            assertEquals(layout.type(field) != DataType.INT64, layout.isNullable(field));
        }
        take(taken, layout.nullByteOffset(0), 2);
        assertEquals(0, layout.fixedBytes() % 8);
        assertEquals(
                24, RowLayout.of(DataType.INT8, DataType.INT16, DataType.INT32).fixedBytes());
        assertEquals(16, RowLayout.of().fixedBytes());
        assertFalse(RowLayout.of(DataType.INT8).isVariable());
    }

    private static void take(boolean[] taken, int from, int count) {
        for (int at = from; at < from + count; at++) {
            assertFalse(taken[at], "byte " + at + " twice");
            taken[at] = true;
        }
    }

    /** Writes a boxed value as a generated row writer would. */
    private static int write(RowLayout layout, int field, long row, @Nullable Object value, int variable) {
        long at = row + layout.offset(field);
        switch (value) {
            case null -> {
                long nulls = row + layout.nullByteOffset(field);
                RawMemory.putByte(nulls, (byte) (RawMemory.getByte(nulls) | layout.nullMask(field)));
                if (layout.type(field).isVariableLength()) {
                    RawMemory.putLong(at, 0);
                }
            }
            case Boolean bool -> RawMemory.putByte(at, (byte) (bool ? 1 : 0));
            case Float number -> RawMemory.putFloat(at, number);
            case Double number -> RawMemory.putDouble(at, number);
            case Integer days -> RawMemory.putInt(at, days);
            case BigDecimal number -> {
                BigInteger unscaled = number.unscaledValue();
                RawMemory.putLong(at, unscaled.longValue());
                if (layout.type(field).physical().bytes() == 16) {
                    RawMemory.putLong(at + 8, unscaled.shiftRight(64).longValue());
                }
            }
            case Long number -> {
                switch (layout.type(field).physical()) {
                    case INT8 -> RawMemory.putByte(at, number.byteValue());
                    case INT16 -> RawMemory.putShort(at, number.shortValue());
                    case INT32 -> RawMemory.putInt(at, number.intValue());
                    default -> RawMemory.putLong(at, number);
                }
            }
            default -> {
                byte[] bytes = bytes(value);
                RawMemory.putInt(at, variable);
                RawMemory.putInt(at + 4, bytes.length);
                RawMemory.copyFromHeap(bytes, 0, row + variable, bytes.length);
                return variable + bytes.length;
            }
        }
        return variable;
    }

    private static byte[] bytes(@Nullable Object value) {
        return value instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : value instanceof byte[] bytes ? bytes : new byte[0];
    }

    @Property(tries = 40)
    void gathersFieldsOfEveryType(@ForAll Random random, @ForAll @IntRange(max = 200) int rows) {
        RowLayout layout = RowLayout.of(SampleColumn.TYPES.toArray(DataType[]::new));
        try (TestMemory memory = new TestMemory();
                RowStore store = new RowStore(layout, memory.pool(), memory.pages());
                BatchBuilder builder = new BatchBuilder(SampleColumn.TYPES, 300, memory.pool(), memory.pages())) {
            List<@Nullable Object[]> expected = new ArrayList<>();
            long[] addresses = new long[rows];
            for (int row = 0; row < rows; row++) {
                @Nullable Object[] values = new Object[layout.fieldCount()];
                int size = layout.fixedBytes();
                for (int field = 0; field < values.length; field++) {
                    values[field] = random.nextInt(4) == 0 ? null : SampleColumn.value(layout.type(field), random);
                    size += bytes(values[field]).length;
                }
                addresses[row] = store.allocate(size);
                RawMemory.putLong(addresses[row], row - 50);
                int variable = layout.fixedBytes();
                for (int field = 0; field < values.length; field++) {
                    variable = write(layout, field, addresses[row], values[field], variable);
                    assertEquals(values[field] == null, layout.isNull(addresses[row], field));
                }
                expected.add(values);
            }
            builder.start();
            for (int field = 0; field < layout.fieldCount(); field++) {
                RowGather.field(layout, field, addresses, rows, builder.column(field), 0);
            }
            assertRows(expected, builder);
            builder.start();
            RowGather.slotKeys(addresses, rows, builder.column(3), 0);
            for (int row = 0; row < rows; row++) {
                assertEquals(row - 50L, BoxedValues.get(builder.column(3).view(rows), row));
            }
        }
    }

    private static void assertRows(List<@Nullable Object[]> expected, BatchBuilder builder) {
        for (int row = 0; row < expected.size(); row++) {
            for (int field = 0; field < builder.columnCount(); field++) {
                Object found = BoxedValues.get(builder.column(field).view(expected.size()), row);
                Object wanted = expected.get(row)[field];
                if (wanted instanceof byte[] bytes) {
                    assertArrayEquals(bytes, (byte[]) found);
                } else {
                    assertEquals(wanted, found);
                }
            }
        }
    }
}
