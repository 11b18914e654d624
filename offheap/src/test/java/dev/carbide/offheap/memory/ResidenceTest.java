package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.raw.ResidentPages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ledger against what the system says is resident. */
@Tag("access")
final class ResidenceTest {
    private static final long CHUNK = PageAllocator.DEFAULT_CHUNK_SIZE;

    private final MemoryPool pool = MemoryPool.root("test", 1L << 30);
    private final SplittableRandom random = new SplittableRandom(7);

    @BeforeEach
    void seesResidence() {
        assumeTrue(ResidentPages.areVisible(), "the system does not show what is resident");
    }

    @Test
    void touchedPagesAreWhatTheLedgerSays() throws IOException {
        try (PageAllocator allocator = PageAllocator.create()) {
            List<Page> pages = touchedPages(allocator, 48L << 20);
            long resident = 0;
            for (Page page : pages) {
                resident += ResidentPages.bytes(page.address(), page.size());
            }
            assertEquals(pool.reserved(), resident);
            pages.forEach(Page::free);
        }
    }

    @Test
    void freedPagesLeaveNoMoreThanTheIdleLimit() throws IOException {
        long idleLimit = 4 << 20;
        try (PageAllocator allocator = PageAllocator.create(idleLimit)) {
            List<Page> pages = touchedPages(allocator, 48L << 20);
            TreeSet<Long> chunks = new TreeSet<>();
            pages.forEach(page -> chunks.add(page.address() & -CHUNK));
            for (int i = pages.size() - 1; i >= 0; i--) {
                if (i % 10 != 0) {
                    pages.remove(i).free();
                }
            }
            long resident = 0;
            for (long chunk : chunks) {
                resident += ResidentPages.bytes(chunk, CHUNK);
            }
            assertTrue(
                    resident <= pool.reserved() + idleLimit, resident + " resident, " + pool.reserved() + " reserved");
            assertTrue(resident >= pool.reserved());
            pages.forEach(Page::free);
        }
    }

    @Test
    void untouchedMemoryIsNotResident() throws IOException {
        assumeTrue(!RawMemory.CHECKED, "checked mode touches every page");
        try (PageAllocator allocator = PageAllocator.create()) {
            Page page = allocator.allocateZeroed(pool, 512L << 20);
            assertEquals(0, ResidentPages.bytes(page.address(), page.size()));
            page.free();
        }
    }

    private List<Page> touchedPages(PageAllocator allocator, long bytes) {
        List<Page> pages = new ArrayList<>();
        while (pool.reserved() < bytes) {
            Page page = allocator.allocate(pool, 1 + random.nextLong(1L << random.nextInt(10, 22)));
            RawMemory.fill(page.address(), page.size(), (byte) 1);
            pages.add(page);
        }
        return pages;
    }
}
