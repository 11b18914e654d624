package dev.carbide.bridges.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.bridges.BridgeKernel;
import dev.carbide.codegen.function.Expressions;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.ScanRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages of fixed length as rows: what is decoded, what is refused, and when the memory is let go. */
@Tag("access")
class RecordTableTest {
    private static final int LENGTH = 128;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final Arena arena = Arena.ofShared();
    private final BridgeKernel kernel = new BridgeKernel();
    private final AtomicInteger givenBack = new AtomicInteger();

    @AfterEach
    void close() {
        kernel.close();
        arena.close();
    }

    private RecordTable table(RecordLayout layout, MemorySegment segment) {
        return RecordTable.of("messages", layout, InputMemory.lend("messages", segment, givenBack::incrementAndGet));
    }

    private List<List<Object>> rows(RecordLayout layout, MemorySegment segment) {
        try (RecordTable table = table(layout, segment)) {
            return kernel.rows(table);
        }
    }

    @Test
    void decodesFixedFieldsAtAnyOffset() {
        RecordLayout layout = RecordLayout.ofBytes(LENGTH)
                .field("long", DataType.INT64, 3)
                .field("int", DataType.INT32, 11)
                .field("short", DataType.INT16, 15)
                .field("byte", DataType.INT8, 17)
                .field("flag", DataType.BOOLEAN, 18)
                .field("float", DataType.FLOAT32, 19)
                .field("double", DataType.FLOAT64, 23)
                .field("money", DataType.decimal(9, 2), 31)
                .field("wide", DataType.decimal(38, 3), 39)
                .field("day", DataType.DATE, 55)
                .field("moment", DataType.TIMESTAMP, 59)
                .binary("key", 67, 3)
                .build();
        MemorySegment record = arena.allocate(LENGTH);
        record.set(LONG, 3, Long.MIN_VALUE);
        record.set(INT, 11, -7);
        record.set(SHORT, 15, (short) -300);
        record.set(ValueLayout.JAVA_BYTE, 17, (byte) -128);
        record.set(ValueLayout.JAVA_BYTE, 18, (byte) 1);
        record.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 19, 1.5f);
        record.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 23, Double.NEGATIVE_INFINITY);
        record.set(LONG, 31, -999_999_999L);
        record.set(LONG, 39, -5L);
        record.set(LONG, 47, -1L);
        record.set(INT, 55, 19_000);
        record.set(LONG, 59, 1_234_567L);
        record.set(ValueLayout.JAVA_BYTE, 68, (byte) 9);
        List<Object> row = rows(layout, record).getFirst();
        assertEquals(
                List.of(
                        Long.MIN_VALUE,
                        -7L,
                        -300L,
                        -128L,
                        true,
                        1.5f,
                        Double.NEGATIVE_INFINITY,
                        new BigDecimal("-9999999.99"),
                        new BigDecimal("-0.005"),
                        19_000,
                        1_234_567L),
                row.subList(0, 11));
        assertTrue(Arrays.equals(new byte[] {0, 9, 0}, (byte[]) row.get(11)));
    }

    @Test
    void decodesNumbersWithoutSign() {
        RecordLayout layout = RecordLayout.ofBytes(15)
                .unsigned("one", 0, 1)
                .unsigned("two", 1, 2)
                .unsigned("four", 3, 4)
                .unsigned("eight", 7, 8)
                .nullableUnsigned("none", 3, 4, 0xFFFF_FFFFL)
                .build();
        MemorySegment record = arena.allocate(15).fill((byte) -1);
        record.set(LONG, 7, Long.MAX_VALUE);
        assertEquals(
                Arrays.asList(255L, 65_535L, 4_294_967_295L, Long.MAX_VALUE, null),
                rows(layout, record).getFirst());
        record.set(LONG, 7, -1L);
        assertRefused(
                "Record 0 of table messages, field eight INT64: got 18446744073709551615, expected 0 to"
                        + " 9223372036854775807",
                layout,
                record);
    }

    @Test
    void valuesOfTheirOwnStandForNull() {
        RecordLayout layout = RecordLayout.ofBytes(64)
                .nullable("long", DataType.INT64, 0, Long.MIN_VALUE)
                .nullable("byte", DataType.INT8, 8, -128)
                .nullable("double", DataType.FLOAT64, 16, Double.NaN)
                .nullable(
                        "wide",
                        DataType.decimal(20, 0),
                        24,
                        BigInteger.ONE.shiftLeft(127).negate())
                .nullable("money", DataType.decimal(5, 2), 40, Long.MIN_VALUE)
                .nullableText("text", 48, 4)
                .nullableReference("note", DataType.STRING, 52)
                .build();
        MemorySegment records = arena.allocate(128);
        records.set(LONG, 0, Long.MIN_VALUE);
        records.set(ValueLayout.JAVA_BYTE, 8, (byte) -128);
        records.set(LONG, 16, Double.doubleToRawLongBits(Double.NaN) | 5);
        records.set(LONG, 32, Long.MIN_VALUE);
        records.set(LONG, 40, Long.MIN_VALUE);
        records.set(INT, 56, -1);
        assertEquals(
                List.of(
                        Arrays.asList(null, null, null, null, null, null, null),
                        Arrays.asList(0L, 0L, 0.0, BigDecimal.ZERO, new BigDecimal("0.00"), null, "")),
                rows(layout, records));
    }

    @Test
    void textIsPaddedOrReferredTo() {
        RecordLayout layout = RecordLayout.ofBytes(64)
                .text("padded", 0, 8)
                .reference("long", DataType.STRING, 8)
                .build();
        MemorySegment records = arena.allocate(128);
        put(records, 0, "äöüß");
        reference(records, 8, 16, 48);
        put(records, 16, "x".repeat(48));
        put(records, 64, "ab");
        reference(records, 72, 64, 0);
        assertEquals(List.of(List.of("äöüß", "x".repeat(48)), List.of("ab", "")), rows(layout, records));
    }

    @Test
    void refusesReferencesOutOfTheRecord() {
        RecordLayout layout =
                RecordLayout.ofBytes(32).reference("note", DataType.STRING, 4).build();
        int[][] places = {
            {0, 33}, {32, 1}, {-1, 1}, {0, -1}, {Integer.MAX_VALUE, Integer.MAX_VALUE}, {1, Integer.MIN_VALUE}
        };
        for (int[] place : places) {
            MemorySegment records = arena.allocate(96);
            reference(records, 68, place[0], place[1]);
            assertRefused(
                    "Record 2 of table messages, field note STRING: got offset %d and length %d, expected a place inside the 32 bytes of the record"
                            .formatted(place[0], place[1]),
                    layout,
                    records);
        }
    }

    @Test
    void refusesValuesThatTheirTypeCannotHave() {
        MemorySegment records = arena.allocate(32).fill((byte) 2);
        assertRefused(
                "Record 0 of table messages, field flag BOOLEAN: got 2, expected 0 to 1",
                RecordLayout.ofBytes(16).field("flag", DataType.BOOLEAN, 0).build(),
                records);
        records.fill((byte) 0);
        records.set(LONG, 16, 100_000L);
        assertRefused(
                "Record 1 of table messages, field money DECIMAL(5,2): got 100000, expected -99999 to 99999",
                RecordLayout.ofBytes(16)
                        .field("money", DataType.decimal(5, 2), 0)
                        .build(),
                records);
        records.fill((byte) 0x7F);
        assertRefused(
                "field wide DECIMAL(38,0): got ",
                RecordLayout.ofBytes(16)
                        .field("wide", DataType.decimal(38, 0), 0)
                        .build(),
                records);
    }

    @Test
    void refusesBytesThatAreNotText() {
        RecordLayout layout = RecordLayout.ofBytes(16).text("text", 0, 16).build();
        byte[][] bad = {
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xE2, (byte) 0x82},
            {(byte) 0xFF},
            {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', (byte) 0x80}
        };
        for (byte[] bytes : bad) {
            MemorySegment record = arena.allocate(16);
            MemorySegment.copy(bytes, 0, record, ValueLayout.JAVA_BYTE, 0, bytes.length);
            assertRefused("got " + bytes.length + " bytes that are not UTF-8", layout, record);
        }
    }

    @Test
    void refusesSizesOfRowsThatCannotBe() {
        RecordLayout layout = RecordLayout.ofRows(Schema.of(Field.required("text", DataType.STRING)));
        int least = layout.recordBytes();
        for (int size : new int[] {0, -8, least - 8, least + 4, least + 8, Integer.MAX_VALUE & ~7}) {
            MemorySegment row = arena.allocate(least);
            row.set(INT, 16, size);
            assertRefused("Record 0 of table messages: got a size of " + size + " bytes", layout, row);
        }
        assertRefused(
                "Record 0 of table messages: got 5 bytes to the end of the input, expected at least " + least,
                layout,
                arena.allocate(5));
    }

    @Test
    void refusesPartsOfRecords() {
        RecordLayout layout =
                RecordLayout.ofBytes(16).field("long", DataType.INT64, 0).build();
        InputMemory input = InputMemory.lend("messages", arena.allocate(24), givenBack::incrementAndGet);
        String message = assertThrows(CarbideException.class, () -> RecordTable.of("t", layout, input))
                .getMessage();
        assertEquals("Input must be whole records of 16 bytes, got messages of 24 bytes", message);
        input.release();
        assertEquals(1, givenBack.get());
    }

    @Test
    void aQueryRunsOverManyInputs() {
        RecordLayout layout =
                RecordLayout.ofBytes(12).field("value", DataType.INT64, 4).build();
        List<InputMemory> inputs = new ArrayList<>();
        long expected = 0;
        for (int input = 0; input < 4; input++) {
            int count = input * 20_000;
            MemorySegment records = arena.allocate(12L * count);
            for (int index = 0; index < count; index++) {
                records.set(LONG, 12L * index + 4, index);
                expected += index;
            }
            inputs.add(InputMemory.lend("input " + input, records, givenBack::incrementAndGet));
        }
        try (BridgeKernel workers = BridgeKernel.workers(3);
                RecordTable table = RecordTable.of("messages", layout, inputs)) {
            assertEquals(120_000, table.statistics().rows().getAsLong());
            AggregateNode sum = new AggregateNode(
                    ScanNode.all(table),
                    List.of(),
                    List.of(
                            AggregateCall.of(
                                    AggregateCall.Function.SUM, Expressions.column(table.schema(), "value"), "sum"),
                            AggregateCall.countAll("n")));
            List<Object> row = workers.rows(sum).getFirst();
            assertEquals(expected, ((Number) row.get(0)).longValue());
            assertEquals(120_000L, row.get(1));
        }
        assertEquals(4, givenBack.get());
    }

    @Test
    void theMemoryIsGivenBackAfterTheLastScan() {
        RecordLayout layout =
                RecordLayout.ofBytes(8).field("value", DataType.INT64, 0).build();
        RecordTable table = table(layout, arena.allocate(8 * 5000));
        var request = new ScanRequest(List.of(0), List.of(), kernel.pool(), kernel.pages(), 1024, Cancellation.NEVER);
        var source = table.open(request);
        var reader = source.newReader();
        assertEquals(1024, reader.next().rowCount());
        assertTrue(kernel.used() > 0, "batches are charged");
        table.close();
        table.close();
        assertThrows(CarbideException.class, () -> table.open(request));
        assertEquals(1024, reader.next().rowCount());
        assertEquals(0, givenBack.get());
        reader.close();
        reader.close();
        source.close();
        source.close();
        assertEquals(1, givenBack.get());
        assertEquals(0, kernel.used());
    }

    private void assertRefused(String message, RecordLayout layout, MemorySegment records) {
        String got = assertThrows(CarbideException.class, () -> rows(layout, records))
                .getMessage();
        assertTrue(got.contains(message), got);
        assertEquals(0, kernel.used());
    }

    private static void reference(MemorySegment records, long at, int offset, int length) {
        records.set(INT, at, offset);
        records.set(INT, at + 4, length);
    }

    private static void put(MemorySegment records, long at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(bytes, 0, records, ValueLayout.JAVA_BYTE, at, bytes.length);
    }
}
