package dev.carbide.offheap.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What checked mode refuses, and what it says. */
final class LivePagesTest {
    private static final long BYTES = 1 << 16;
    private final SystemMemory memory = SystemMemory.current();
    private long block;

    @BeforeEach
    void map() {
        assumeTrue(RawMemory.CHECKED, "checked mode is off");
        block = memory.map(BYTES, BYTES);
        LivePages.add(block + 4096, 4096, "kernel/first");
        LivePages.add(block + 8192, 4096, "kernel/second");
    }

    @AfterEach
    void unmap() {
        if (block != 0) {
            LivePages.remove(block + 4096);
            LivePages.remove(block + 8192);
            memory.unmap(block, BYTES);
        }
    }

    @Test
    void allowsTheWholePageAndNoMore() {
        RawMemory.putLong(block + 4096, 1);
        RawMemory.putLong(block + 8192 - 8, 2);
        assertEquals(2, RawMemory.getLong(block + 8192 - 8));
        assertRefused("runs 1 bytes over the end of page 0x", () -> RawMemory.getLong(block + 8192 - 7));
        assertRefused("nearest begins 1 bytes above: page 0x", () -> RawMemory.getByte(block + 4095));
        assertRefused("nearest ended 0 bytes below: page 0x", () -> RawMemory.putByte(block + 12288, (byte) 0));
    }

    @Test
    void namesAddressSizePageAndPool() {
        String message = assertRefused("", () -> RawMemory.getInt(block + 8190));
        assertEquals(
                "Raw read of 4 bytes at 0x%x is not inside a live page; it runs 2 bytes over the end of page 0x%x of 4096 bytes in pool kernel/first"
                        .formatted(block + 8190, block + 4096),
                message);
        assertRefused("Raw write of 2 bytes at", () -> RawMemory.putShort(block, (short) 1));
    }

    @Test
    void refusesBlocksAcrossPages() {
        RawMemory.fill(block + 4096, 4096, (byte) 1);
        assertRefused("runs 1 bytes over", () -> RawMemory.fill(block + 4096, 4097, (byte) 1));
        assertRefused("runs 8 bytes over", () -> RawMemory.copy(block + 8184, block + 8192, 16));
        assertRefused("nearest begins", () -> RawMemory.copy(block + 4096, block, 16));
        assertRefused("", () -> RawMemory.segment(block + 4096, 8192));
        assertRefused("", () -> RawMemory.compare(block + 8190, 3, block + 4096, 3));
        assertRefused("", () -> RawMemory.copyToHeap(block, new byte[8], 0, 8));
        assertRefused("", () -> RawMemory.copyFromHeap(new byte[8], 0, block, 8));
        assertRefused("", () -> RawMemory.getAndAddLong(block, 8));
    }

    @Test
    void refusesNegativeSizesAndAddresses() {
        assertRefused("Raw write of -1 bytes", () -> RawMemory.fill(block + 4096, -1, (byte) 0));
        assertRefused("", () -> RawMemory.fill(block + 4096, Long.MAX_VALUE, (byte) 0));
        assertRefused("", () -> RawMemory.getLong(-8));
        assertRefused("", () -> RawMemory.getLong(0));
        assertRefused("", () -> RawMemory.getLong(Long.MAX_VALUE));
    }

    @Test
    void emptyBlocksAreAlwaysInPlace() {
        RawMemory.copy(block, block + 4096, 0);
        RawMemory.fill(0, 0, (byte) 1);
        assertEquals(0, RawMemory.compare(block, 0, block + 1, 0));
    }

    @Test
    void remembersThatAPageWasFreed() {
        long freed = block + 16384;
        LivePages.add(freed, 4096, "kernel/freed");
        RawMemory.putLong(freed + 16, 3);
        LivePages.remove(freed);
        assertRefused("it was in a freed one: page 0x", () -> RawMemory.getLong(freed + 16));
        assertRefused("in pool kernel/freed", () -> RawMemory.getByte(freed + 4095));
    }

    @Test
    void refusesOverlapsAndUnknownPages() {
        assertThrows(CarbideInternalException.class, () -> LivePages.add(block + 4096 + 8, 8, "inside"));
        assertThrows(CarbideInternalException.class, () -> LivePages.add(block, 4097, "before"));
        assertThrows(CarbideInternalException.class, () -> LivePages.add(block, 1 << 14, "around"));
        assertThrows(CarbideInternalException.class, () -> LivePages.remove(block + 4104));
    }

    private static String assertRefused(String part, Executable access) {
        String message = assertThrows(CarbideInternalException.class, access).getMessage();
        assertTrue(message.contains(part), message);
        return message;
    }
}
