package dev.carbide.offheap.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("access")
final class RawMemoryTest {
    private static final int BYTES = 4096;
    private final SystemMemory memory = SystemMemory.current();
    private long block;

    @BeforeEach
    void map() {
        block = memory.map(memory.pageSize(), memory.pageSize());
        LivePages.add(block, BYTES, "test");
    }

    @AfterEach
    void unmap() {
        LivePages.remove(block);
        memory.unmap(block, memory.pageSize());
    }

    @Test
    void readsBackEveryTypeAtAnyAddress() {
        for (long address = block + 3; address < block + 3 + Long.BYTES; address++) {
            RawMemory.putByte(address, (byte) -7);
            assertEquals(-7, RawMemory.getByte(address));
            RawMemory.putShort(address, Short.MIN_VALUE);
            assertEquals(Short.MIN_VALUE, RawMemory.getShort(address));
            RawMemory.putInt(address, 0x8123_4567);
            assertEquals(0x8123_4567, RawMemory.getInt(address));
            RawMemory.putLong(address, Long.MIN_VALUE + 5);
            assertEquals(Long.MIN_VALUE + 5, RawMemory.getLong(address));
            RawMemory.putFloat(address, -0.0f);
            assertEquals(-0.0f, RawMemory.getFloat(address));
            RawMemory.putDouble(address, Double.MIN_VALUE);
            assertEquals(Double.MIN_VALUE, RawMemory.getDouble(address));
        }
    }

    @Test
    void lowestByteStandsFirst() {
        RawMemory.putLong(block + 1, 0x0807_0605_0403_0201L);
        for (int i = 0; i < Long.BYTES; i++) {
            assertEquals(i + 1, RawMemory.getByte(block + 1 + i));
        }
        RawMemory.putDouble(block, 1.0);
        assertEquals(0x3FF0_0000_0000_0000L, RawMemory.getLong(block));
    }

    @Test
    void refusesPlatformsWithAnotherByteOrderOrWidth() {
        RawMemory.requirePlatform(ByteOrder.LITTLE_ENDIAN, 8);
        assertEquals(
                "Carbide needs a 64-bit little-endian platform, got 64-bit BIG_ENDIAN",
                assertThrows(CarbideInternalException.class, () -> RawMemory.requirePlatform(ByteOrder.BIG_ENDIAN, 8))
                        .getMessage());
        assertThrows(CarbideInternalException.class, () -> RawMemory.requirePlatform(ByteOrder.LITTLE_ENDIAN, 4));
    }

    @Test
    void copiesBetweenHeapAndNative() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        RawMemory.copyFromHeap(bytes, 2, block + 1, 5);
        byte[] back = new byte[7];
        RawMemory.copyToHeap(block + 1, back, 1, 5);
        assertArrayEquals(new byte[] {0, 3, 4, 5, 6, 7, 0}, back);
    }

    @Test
    void copiesOverlappingBlocks() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        for (int shift : new int[] {1, 7, 8, 100}) {
            RawMemory.copyFromHeap(bytes, 0, block, BYTES);
            RawMemory.copy(block, block + shift, BYTES - shift);
            assertHolds(block + shift, bytes, 0, BYTES - shift);
            RawMemory.copyFromHeap(bytes, 0, block, BYTES);
            RawMemory.copy(block + shift, block, BYTES - shift);
            assertHolds(block, bytes, shift, BYTES - shift);
        }
    }

    private static void assertHolds(long address, byte[] expected, int from, int bytes) {
        for (int i = 0; i < bytes; i++) {
            assertEquals(expected[from + i], RawMemory.getByte(address + i));
        }
    }

    @Test
    void fillsExactlyTheBlock() {
        RawMemory.fill(block + 5, 11, (byte) 9);
        assertEquals(0, RawMemory.getByte(block + 4));
        assertEquals(9, RawMemory.getByte(block + 5));
        assertEquals(9, RawMemory.getByte(block + 15));
        assertEquals(0, RawMemory.getByte(block + 16));
    }

    @Test
    void segmentsAreBoundedAndOfTheOneNativeClass() {
        var segment = RawMemory.segment(block + 8, 16);
        assertEquals("NativeMemorySegmentImpl", segment.getClass().getSimpleName());
        assertEquals(block + 8, segment.address());
        segment.set(ValueLayout.JAVA_LONG, 8, 77);
        assertEquals(77, RawMemory.getLong(block + 16));
        assertThrows(IndexOutOfBoundsException.class, () -> segment.get(ValueLayout.JAVA_LONG, 16));
    }

    @Test
    void comparesAndSets() {
        RawMemory.putLong(block, 5);
        assertFalse(RawMemory.compareAndSetLong(block, 4, 6));
        assertTrue(RawMemory.compareAndSetLong(block, 5, 6));
        assertEquals(6, RawMemory.getLongVolatile(block));
        RawMemory.putLongRelease(block, 7);
        assertEquals(7, RawMemory.getLongAcquire(block));
    }

    @Test
    void addsAtomically() throws InterruptedException {
        int threads = 3;
        int additions = 20_000;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                executor.execute(() -> {
                    for (int i = 0; i < additions; i++) {
                        RawMemory.getAndAddLong(block + 8, 3);
                    }
                });
            }
            executor.shutdown();
            assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
        }
        assertEquals(3L * threads * additions, RawMemory.getAndAddLong(block + 8, 1));
    }

    @Test
    void atomicAccessNeedsAnAlignedAddress() {
        assertThrows(IllegalArgumentException.class, () -> RawMemory.getLongAcquire(block + 4));
    }
}
