package dev.carbide.offheap.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory of others is read in place while it is lent, and in checked mode no longer. */
@Tag("access")
final class ForeignMemoryTest {
    @Test
    void isReadInPlace() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment theirs = arena.allocate(64);
            try (ForeignMemory memory = ForeignMemory.lend("theirs", theirs.address(), 64)) {
                theirs.set(ValueLayout.JAVA_LONG, 56, 42);
                assertEquals(42, RawMemory.getLong(memory.address() + 56));
            }
        }
    }

    @Test
    void isRefusedOutsideAndAfterwards() {
        assumeTrue(RawMemory.CHECKED, "checked mode is off");
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(64).address();
            ForeignMemory memory = ForeignMemory.lend("theirs", address, 64);
            RawMemory.getLong(address);
            assertRefused("is not inside a live page", address + 57);
            memory.close();
            assertRefused(
                    "it was in a freed one: foreign memory 0x%x of 64 bytes of theirs".formatted(address), address);
            assertThrows(CarbideInternalException.class, memory::address);
        }
    }

    @Test
    void mayBeLentTwice() {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(64).address();
            ForeignMemory whole = ForeignMemory.lend("whole", address, 64);
            ForeignMemory part = ForeignMemory.lend("part", address + 8, 16);
            whole.close();
            whole.close();
            assertEquals(0, RawMemory.getLong(part.address()));
            if (RawMemory.CHECKED) {
                assertRefused("", address + 32);
            }
            part.close();
        }
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThrows(CarbideException.class, () -> ForeignMemory.lend("negative", 4096, -1));
        assertThrows(CarbideException.class, () -> ForeignMemory.lend("null", 0, 8));
        assertThrows(CarbideException.class, () -> ForeignMemory.lend("overflow", Long.MAX_VALUE - 4, 8));
        ForeignMemory.lend("empty", 0, 0).close();
    }

    private static void assertRefused(String part, long address) {
        String message = assertThrows(CarbideInternalException.class, () -> RawMemory.getLong(address))
                .getMessage();
        assertTrue(message.contains(part), message);
    }
}
