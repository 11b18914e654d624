package dev.carbide.bridges.agrona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.bridges.BridgeKernel;
import dev.carbide.bridges.BridgeKernel.OwnedPage;
import dev.carbide.bridges.MemoryRange;
import dev.carbide.bridges.RowWriter;
import dev.carbide.bridges.record.InputMemory;
import dev.carbide.bridges.record.RecordLayout;
import dev.carbide.bridges.record.RecordTable;
import dev.carbide.offheap.column.BatchMemory;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.row.RowStore;
import dev.carbide.offheap.type.DataType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both ways between Agrona's buffers and Carbide: same bytes, bounds, and lifetimes. */
@Tag("access")
class AgronaTest {
    private static final RecordLayout LAYOUT = RecordLayout.ofBytes(16)
            .field("price", DataType.INT64, 0)
            .text("symbol", 8, 8)
            .build();

    private final BridgeKernel kernel = new BridgeKernel();
    private final AtomicInteger givenBack = new AtomicInteger();

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void aPageIsSeenInPlace() {
        OwnedPage owned = kernel.newPage();
        try (AgronaView view = AgronaView.of(MemoryRange.of(owned.page()), owned.owner())) {
            assertEquals(4096, view.buffer().capacity());
            assertEquals(owned.page().address(), view.buffer().addressOffset());
            view.mutableBuffer().putLong(4088, 42);
            assertEquals(42, RawMemory.getLong(owned.page().address() + 4088));
            RawMemory.putInt(owned.page().address(), 7);
            assertEquals(7, view.buffer().getInt(0));
        }
        owned.owner().release();
    }

    @Test
    void boundsAreThoseOfTheSlice() {
        OwnedPage owned = kernel.newPage();
        MemoryRange range = MemoryRange.of(owned.page());
        try (AgronaView view = AgronaView.of(range.slice(100, 16), owned.owner())) {
            view.mutableBuffer().putLong(8, 1);
            assertThrows(IndexOutOfBoundsException.class, () -> view.buffer().getLong(9));
            assertThrows(IndexOutOfBoundsException.class, () -> view.buffer().getByte(-1));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> view.mutableBuffer().putByte(16, (byte) 1));
        }
        assertThrows(CarbideException.class, () -> range.slice(4000, 97));
        assertThrows(CarbideException.class, () -> range.slice(-1, 4));
        assertThrows(CarbideException.class, () -> range.slice(0, -1));
        assertThrows(CarbideException.class, () -> AgronaView.of(new MemoryRange(1 << 20, 1L << 31), owned.owner()));
        owned.owner().release();
    }

    @Test
    void theViewKeepsThePageAndRefusesAfterwards() {
        OwnedPage owned = kernel.newPage();
        AgronaView view = AgronaView.of(MemoryRange.of(owned.page()), owned.owner());
        DirectBuffer buffer = view.buffer();
        owned.owner().release();
        assertEquals(0, buffer.getLong(0));
        assertEquals(4096, kernel.used());
        view.close();
        view.close();
        assertEquals(0, kernel.used());
        assertEquals(0, buffer.capacity());
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.getByte(0));
    }

    @Test
    void aRowHasItsOwnBounds() {
        RowStore store = new RowStore(
                RowLayout.of(DataType.INT64, DataType.INT32, DataType.STRING), kernel.pool(), kernel.pages());
        BatchMemory owner = new BatchMemory(store::close);
        long row = RowWriter.write(store, 5L, 6, "seven bytes and more");
        try (AgronaView view = AgronaView.of(MemoryRange.ofRow(store.layout(), row), owner)) {
            assertEquals(store.layout().rowBytes(row), view.buffer().capacity());
            assertEquals(5, view.buffer().getLong(store.layout().offset(0)));
            assertEquals(
                    "seven",
                    view.buffer().getStringWithoutLengthUtf8(store.layout().fixedBytes(), 5));
        }
        owner.release();
    }

    @Test
    void buffersOffTheHeapAreReadInPlace() {
        UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        put(buffer, 16, 100, "ABC");
        put(buffer, 32, -1, "DEFGHIJK");
        InputMemory input = AgronaInput.lend("book", buffer, 16, 32, givenBack::incrementAndGet);
        assertEquals(0, kernel.used(), "memory of others is not charged");
        try (RecordTable table = RecordTable.of("book", LAYOUT, input)) {
            assertEquals(List.of(List.of(100L, "ABC"), List.of(-1L, "DEFGHIJK")), kernel.rows(table));
            put(buffer, 16, 101, "ABD");
            assertEquals(List.of(101L, "ABD"), kernel.rows(table).getFirst());
        }
        assertEquals(1, givenBack.get());
    }

    @Test
    void buffersOnTheHeapAreCopied() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);
        put(buffer, 0, 5, "X");
        String message = assertThrows(CarbideException.class, () -> AgronaInput.lend("heap", buffer, () -> {}))
                .getMessage();
        assertTrue(message.contains("copy it instead"), message);
        InputMemory copy = AgronaInput.copy("heap", buffer, 0, 16, kernel.pool(), kernel.pages());
        assertTrue(kernel.used() >= 16, "the copy is charged");
        put(buffer, 0, 6, "Y");
        try (RecordTable table = RecordTable.of("heap", LAYOUT, copy)) {
            assertEquals(List.of(List.of(5L, "X")), kernel.rows(table));
        }
    }

    @Test
    void largeBuffersAreCopiedWhole() {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        for (int index = 0; index < 3000; index++) {
            put(buffer, 16 * index, index, "s" + index);
        }
        try (RecordTable table = RecordTable.of(
                "many", LAYOUT, AgronaInput.copy("many", buffer, 16, 16 * 2999, kernel.pool(), kernel.pages()))) {
            List<List<Object>> rows = kernel.rows(table);
            assertEquals(2999, rows.size());
            assertEquals(List.of(2999L, "s2999"), rows.getLast());
        }
    }

    @Test
    void refusesPartsOutsideOfTheBuffer() {
        UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        int[][] parts = {{0, 65}, {-1, 8}, {64, 1}, {0, -1}, {Integer.MAX_VALUE, Integer.MAX_VALUE}};
        for (int[] part : parts) {
            String message = assertThrows(
                            CarbideException.class, () -> AgronaInput.lend("b", buffer, part[0], part[1], () -> {}))
                    .getMessage();
            assertEquals(
                    "Input must lie inside the 64 bytes of buffer b, got offset %d and length %d"
                            .formatted(part[0], part[1]),
                    message);
        }
    }

    private static void put(MutableDirectBuffer buffer, int at, long price, String symbol) {
        buffer.putLong(at, price);
        buffer.setMemory(at + 8, 8, (byte) 0);
        buffer.putStringWithoutLengthAscii(at + 8, symbol);
    }
}
