package dev.carbide.offheap.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SystemMemoryTest {
    private static final long BYTES = 1 << 20;

    static List<SystemMemory> kinds() {
        return System.getProperty("os.name").startsWith("Linux")
                ? List.of(SystemMemory.current(), new ArenaMemory(), remappingMemory())
                : List.of(SystemMemory.current(), new ArenaMemory());
    }

    private static SystemMemory remappingMemory() {
        return new PosixMemory(PosixMemory.MAP_ANONYMOUS_LINUX, false);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void mapsZeroedAlignedMemory(SystemMemory memory) {
        for (long alignment = 4096; alignment <= 4 * BYTES; alignment *= 4) {
            long address = memory.map(BYTES, alignment);
            assertEquals(0, address & (alignment - 1));
            LivePages.add(address, BYTES, "test");
            assertZero(address);
            RawMemory.fill(address, BYTES, (byte) 1);
            LivePages.remove(address);
            memory.unmap(address, BYTES);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void discardedMemoryReadsAsZeros(SystemMemory memory) {
        assumeTrue(memory.discards());
        long address = memory.map(BYTES, BYTES);
        LivePages.add(address, BYTES, "test");
        RawMemory.fill(address, BYTES, (byte) 1);
        memory.discard(address + BYTES / 4, BYTES / 2);
        assertEquals(1, RawMemory.getByte(address + BYTES / 4 - 1));
        assertEquals(0, RawMemory.getByte(address + BYTES / 4));
        assertEquals(0, RawMemory.getByte(address + BYTES / 4 * 3 - 1));
        assertEquals(1, RawMemory.getByte(address + BYTES / 4 * 3));
        LivePages.remove(address);
        memory.unmap(address, BYTES);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void memoryIsResidentFromTouchToDiscard(SystemMemory memory) throws IOException {
        assumeTrue(ResidentPages.areVisible() && memory.discards());
        long address = memory.map(BYTES, BYTES);
        assertEquals(0, ResidentPages.bytes(address, BYTES));
        LivePages.add(address, BYTES, "test");
        RawMemory.fill(address, BYTES, (byte) 1);
        LivePages.remove(address);
        assertEquals(BYTES, ResidentPages.bytes(address, BYTES));
        memory.discard(address, BYTES / 2);
        assertEquals(BYTES / 2, ResidentPages.bytes(address, BYTES));
        memory.unmap(address, BYTES);
        assertEquals(0, ResidentPages.bytes(address, BYTES));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void refusalsOfTheSystemAreErrors(SystemMemory memory) {
        String message = assertThrows(CarbideException.class, () -> memory.map(1L << 56, 4096))
                .getMessage();
        assertTrue(message.contains(String.valueOf(1L << 56)), message);
    }

    @Test
    void misuseIsAnInternalError() {
        assertThrows(CarbideInternalException.class, () -> new ArenaMemory().unmap(4096, 4096));
        SystemMemory memory = SystemMemory.current();
        if (memory instanceof PosixMemory) {
            assertThrows(CarbideInternalException.class, () -> memory.unmap(4097, 4096));
            assertThrows(CarbideInternalException.class, () -> memory.discard(4097, 4096));
        }
    }

    @Test
    void theSystemDecidesTheKind() {
        assertTrue(PosixMemory.supported("Linux"));
        assertTrue(PosixMemory.supported("Mac OS X"));
        assertEquals(false, PosixMemory.supported("Windows 11"));
        assertSame(SystemMemory.current(), SystemMemory.current());
    }

    private static void assertZero(long address) {
        long bits = 0;
        for (long offset = 0; offset < BYTES; offset += Long.BYTES) {
            bits |= RawMemory.getLong(address + offset);
        }
        assertEquals(0, bits);
    }
}
