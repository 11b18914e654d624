package dev.carbide.bridges.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.bridges.BridgeKernel;
import dev.carbide.bridges.BridgeKernel.OwnedPage;
import dev.carbide.bridges.MemoryRange;
import dev.carbide.bridges.record.InputMemory;
import dev.carbide.bridges.record.RecordLayout;
import dev.carbide.bridges.record.RecordTable;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.DataType;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.io.ClosedIllegalStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both ways between Chronicle's bytes and Carbide: same bytes, bounds, and lifetimes. */
@Tag("access")
class ChronicleTest {
    private static final RecordLayout LAYOUT = RecordLayout.ofBytes(12)
            .field("price", DataType.INT64, 0)
            .field("size", DataType.INT32, 8)
            .build();

    private final BridgeKernel kernel = new BridgeKernel();

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void aPageIsSeenInPlace() {
        OwnedPage owned = kernel.newPage();
        long address = owned.page().address();
        try (ChronicleView view = ChronicleView.writable(MemoryRange.of(owned.page()), owned.owner())) {
            BytesStore<?, Void> store = view.store();
            assertEquals(4096, store.capacity());
            assertEquals(address, store.addressForRead(0));
            store.writeLong(4088, 42);
            assertEquals(42, RawMemory.getLong(address + 4088));
            RawMemory.putInt(address, 7);
            assertEquals(7, store.readInt(0));
            assertTrue(store.compareAndSwapLong(8, 0, 9));
            Bytes<?> bytes = store.bytesForWrite();
            bytes.writePosition(16).writeUtf8("text");
            assertEquals("text", bytes.readPosition(16).readUtf8());
            bytes.releaseLast();
        }
        owned.owner().release();
    }

    @Test
    void accessByOffsetIsBounded() {
        OwnedPage owned = kernel.newPage();
        MemoryRange part = MemoryRange.of(owned.page()).slice(64, 32);
        List<Consumer<BytesStore<?, Void>>> reads = List.of(
                store -> store.readByte(32),
                store -> store.readShort(31),
                store -> store.readInt(29),
                store -> store.readLong(25),
                store -> store.readFloat(29),
                store -> store.readDouble(-1),
                store -> store.readVolatileLong(25),
                store -> store.readVolatileInt(Long.MAX_VALUE),
                store -> store.addressForRead(33),
                store -> store.nativeRead(8, owned.page().address(), 25),
                store -> store.byteCheckSum(0, 33),
                store -> store.move(0, 1, 33));
        List<Consumer<BytesStore<?, Void>>> writes = List.of(
                store -> store.writeByte(32, (byte) 1),
                store -> store.writeShort(31, (short) 1),
                store -> store.writeInt(-1, 1),
                store -> store.writeLong(25, 1),
                store -> store.writeOrderedLong(25, 1),
                store -> store.writeVolatileInt(29, 1),
                store -> store.writeDouble(25, 1),
                store -> store.write(30, new byte[3]),
                store -> store.write(30, ByteBuffer.allocate(3), 0, 3),
                store -> store.move(0, 1, 32),
                store -> store.compareAndSwapLong(25, 0, 1),
                store -> store.zeroOut(0, 33),
                store -> store.write8bit(30, "text", 0, 4),
                store -> store.nativeWrite(owned.page().address(), 8, 25));
        try (ChronicleView view = ChronicleView.writable(part, owned.owner())) {
            for (var read : reads) {
                assertThrows(
                        BufferUnderflowException.class, () -> read.accept(view.store()), "read " + reads.indexOf(read));
            }
            for (var write : writes) {
                assertThrows(
                        BufferOverflowException.class,
                        () -> write.accept(view.store()),
                        "write " + writes.indexOf(write));
            }
            Bytes<?> bytes = view.store().bytesForWrite();
            bytes.writePosition(28);
            assertThrows(BufferOverflowException.class, () -> bytes.writeLong(1));
            assertThrows(BufferUnderflowException.class, () -> bytes.readLong(28));
            bytes.releaseLast();
        }
        for (int offset = 0; offset < 4096; offset += 8) {
            assertEquals(0, RawMemory.getLong(owned.page().address() + offset), "nothing was written");
        }
        owned.owner().release();
    }

    @Test
    void aReadOnlyViewIsNotWritten() {
        OwnedPage owned = kernel.newPage();
        try (ChronicleView view = ChronicleView.readOnly(MemoryRange.of(owned.page()), owned.owner())) {
            BytesStore<?, Void> store = view.store();
            List<Runnable> writes = List.of(
                    () -> store.writeLong(0, 1),
                    () -> store.write(0, new byte[8]),
                    () -> store.compareAndSwapInt(0, 0, 1),
                    () -> store.addressForWrite(0),
                    () -> store.move(0, 8, 8),
                    () -> store.zeroOut(0, 8),
                    store::bytesForWrite);
            for (Runnable write : writes) {
                assertThrows(UnsupportedOperationException.class, write::run, "write " + writes.indexOf(write));
            }
            Bytes<?> bytes = store.bytesForRead();
            assertThrows(BufferOverflowException.class, () -> bytes.writeLong(1));
            assertThrows(BufferOverflowException.class, () -> bytes.append8bit("text"));
            assertThrows(UnsupportedOperationException.class, () -> bytes.writeLong(0, 1));
            assertEquals(4096, bytes.readRemaining());
            bytes.releaseLast();
        }
        for (int offset = 0; offset < 64; offset++) {
            assertEquals(0, RawMemory.getByte(owned.page().address() + offset));
        }
        owned.owner().release();
    }

    @Test
    void thePageLivesAsLongAsChronicleUsesIt() {
        OwnedPage owned = kernel.newPage();
        ChronicleView view = ChronicleView.readOnly(MemoryRange.of(owned.page()), owned.owner());
        BytesStore<?, Void> store = view.store();
        Bytes<?> bytes = store.bytesForRead();
        owned.owner().release();
        view.close();
        view.close();
        assertEquals(4096, kernel.used());
        assertEquals(0, bytes.readLong());
        bytes.releaseLast();
        assertEquals(0, kernel.used());
        assertThrows(ClosedIllegalStateException.class, () -> store.readLong(0));
        assertThrows(ClosedIllegalStateException.class, () -> store.addressForRead(0));
        assertThrows(ClosedIllegalStateException.class, store::bytesForRead);
        assertThrows(IllegalStateException.class, () -> bytes.readLong(0));
    }

    @Test
    void bytesOffTheHeapAreReadInPlaceAndReserved() {
        Bytes<?> bytes = Bytes.allocateElasticDirect(24);
        bytes.writeLong(100).writeInt(1).writeLong(200).writeInt(2);
        InputMemory input = ChronicleInput.lend("orders", bytes);
        assertEquals(0, kernel.used(), "memory of others is not charged");
        bytes.write(new byte[4096]);
        bytes.releaseLast();
        try (RecordTable table = RecordTable.of("orders", LAYOUT, input)) {
            assertEquals(List.of(List.of(100L, 1L), List.of(200L, 2L)), kernel.rows(table));
        }
    }

    @Test
    void theStoreIsReleasedWithTheTable() {
        BytesStore<?, Void> store = BytesStore.nativeStoreWithFixedCapacity(24);
        RecordTable table = RecordTable.of("orders", LAYOUT, ChronicleInput.lend("orders", store, 12, 12));
        assertEquals(2, store.refCount());
        assertEquals(1, kernel.rows(table).size());
        table.close();
        assertEquals(1, store.refCount());
        store.releaseLast();
        assertThrows(CarbideException.class, () -> ChronicleInput.lend("orders", store, 0, 12));
    }

    @Test
    void bytesOnTheHeapAreCopied() {
        Bytes<?> bytes = Bytes.allocateElasticOnHeap(12);
        bytes.writeLong(7).writeInt(8);
        String message = assertThrows(CarbideException.class, () -> ChronicleInput.lend("heap", bytes))
                .getMessage();
        assertTrue(message.contains("copy them instead"), message);
        InputMemory copy = ChronicleInput.copy("heap", bytes, 0, 12, kernel.pool(), kernel.pages());
        assertTrue(kernel.used() >= 12, "the copy is charged");
        bytes.releaseLast();
        try (RecordTable table = RecordTable.of("heap", LAYOUT, copy)) {
            assertEquals(List.of(List.of(7L, 8L)), kernel.rows(table));
        }
    }

    @Test
    void refusesPartsOutsideOfTheStore() {
        BytesStore<?, Void> store = BytesStore.nativeStoreWithFixedCapacity(24);
        long[][] parts = {{0, 25}, {-1, 8}, {24, 1}, {0, -1}, {Long.MAX_VALUE, Long.MAX_VALUE}};
        for (long[] part : parts) {
            assertThrows(CarbideException.class, () -> ChronicleInput.lend("s", store, part[0], part[1]));
        }
        assertEquals(1, store.refCount());
        store.releaseLast();
        try (RecordTable none = RecordTable.of("none", LAYOUT, ChronicleInput.lend("none", Bytes.allocateDirect(0)))) {
            assertEquals(List.of(), kernel.rows(none));
        }
    }
}
