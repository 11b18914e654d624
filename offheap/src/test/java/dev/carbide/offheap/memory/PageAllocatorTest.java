package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.raw.RawMemory;
import org.junit.jupiter.api.Test;

final class PageAllocatorTest {
    @Test
    void pagesAreReservedBeforeTheyExistAndReleasedAfter() {
        MemoryPool root = MemoryPool.root("kernel", 1 << 20);
        MemoryPool pool = root.child("scan");
        try (PageAllocator allocator = PageAllocator.create()) {
            Page page = allocator.allocate(pool, 5000);
            assertEquals(8192, page.size());
            assertEquals(8192, pool.reserved());
            RawMemory.putLong(page.address() + 8184, 42);
            assertEquals(42, page.segment().get(java.lang.foreign.ValueLayout.JAVA_LONG, 8184));
            assertThrows(MemoryLimitException.class, () -> allocator.allocate(pool, 1 << 20));
            assertEquals(8192, root.reserved());
            page.free();
            assertThrows(CarbideInternalException.class, page::free);
            assertEquals(0, root.reserved());
        }
        pool.close();
        root.close();
    }
}
