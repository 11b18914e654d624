package dev.carbide.bridges.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.bridges.BridgeKernel;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.raw.ForeignMemory;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.ScanNode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever stands in the memory: rows or a user's error, no access beside it (tests run checked), and nothing held. */
class HostileRecordsTest {
    private static final BridgeKernel KERNEL = new BridgeKernel();

    private static final RecordLayout MESSAGES = RecordLayout.ofBytes(16)
            .nullable("flag", DataType.BOOLEAN, 0, -1)
            .field("money", DataType.decimal(10, 2), 3)
            .field("wide", DataType.decimal(37, 2), 0)
            .unsigned("size", 8, 8)
            .text("text", 5, 3)
            .nullableReference("note", DataType.STRING, 8)
            .reference("key", DataType.BINARY, 4)
            .build();

    private static final RecordLayout ROWS = RecordLayout.ofRows(Schema.of(
            Field.optional("note", DataType.STRING),
            Field.required("flag", DataType.BOOLEAN),
            Field.optional("key", DataType.BINARY)));

    @AfterContainer
    static void close() {
        KERNEL.close();
    }

    /** Few records, so that what lies beside one often lies beside all; small numbers, as they pass for offsets and lengths. */
    @Provide
    Arbitrary<byte[]> contents() {
        return Arbitraries.frequencyOf(
                        Tuple.of(12, Arbitraries.just((byte) 0)),
                        Tuple.of(3, Arbitraries.bytes().between((byte) 1, (byte) 64)),
                        Tuple.of(1, Arbitraries.bytes()))
                .array(byte[].class)
                .ofMaxSize(80);
    }

    @Property(tries = 1000)
    void messages(@ForAll("contents") byte[] contents) {
        assertRowsOrError(MESSAGES, contents, contents.length / 16 * 16);
    }

    @Property(tries = 1000)
    void rows(@ForAll("contents") byte[] contents, @ForAll boolean plausible) {
        if (plausible) {
            for (int row = 0; row + ROWS.recordBytes() <= contents.length; row += ROWS.recordBytes()) {
                ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN).putInt(row + 16, ROWS.recordBytes());
            }
        }
        assertRowsOrError(ROWS, contents, contents.length);
    }

    private static void assertRowsOrError(RecordLayout layout, byte[] contents, int length) {
        AtomicInteger givenBack = new AtomicInteger();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(Math.max(1, length)).asSlice(0, length);
            MemorySegment.copy(contents, 0, segment, ValueLayout.JAVA_BYTE, 0, length);
            for (int column = 0; column < layout.schema().size(); column++) {
                InputMemory input = InputMemory.lend("hostile", segment, givenBack::incrementAndGet);
                try (RecordTable table = RecordTable.of("hostile", layout, input)) {
                    KERNEL.rows(new ScanNode(table, List.of(column)));
                } catch (CarbideException e) {
                    assertTrue(e.getMessage().contains("Record "), e.getMessage());
                }
            }
        }
        assertEquals(layout.schema().size(), givenBack.get());
        assertEquals(0, KERNEL.used());
    }

    @Property(tries = 2000)
    void textIsWhatTheJdkDecodes(@ForAll("texts") byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
            try (ForeignMemory memory = ForeignMemory.lend("text", segment.address(), bytes.length)) {
                assertEquals(decodes(bytes), Utf8Text.isValid(memory.address(), bytes.length));
            }
        }
    }

    /** Text, cut and joined at any byte, and some bytes that begin or go on with a character. */
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<byte[]> pieces = Arbitraries.strings()
                .ofMaxLength(12)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .edgeCases(config -> config.add(
                        new byte[] {(byte) 0xE0, (byte) 0x9F, (byte) 0x80},
                        new byte[] {(byte) 0xF4, (byte) 0x8F, (byte) 0xBF, (byte) 0xBF},
                        new byte[] {(byte) 0xF8}));
        Arbitrary<byte[]> bytes = Arbitraries.of(0x41, 0x80, 0xBF, 0xC2, 0xE0, 0xED, 0xA0, 0xEF, 0xF0, 0x90, 0xF4, 0xFF)
                .map(Integer::byteValue)
                .array(byte[].class)
                .ofMaxSize(5);
        return Arbitraries.oneOf(pieces, bytes).list().ofMaxSize(3).map(HostileRecordsTest::join);
    }

    private static byte[] join(List<byte[]> pieces) {
        ByteBuffer joined = ByteBuffer.allocate(
                pieces.stream().mapToInt(piece -> piece.length).sum());
        pieces.forEach(joined::put);
        return joined.array();
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
