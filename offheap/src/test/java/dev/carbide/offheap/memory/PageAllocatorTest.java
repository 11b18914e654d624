package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.raw.SystemMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("access")
final class PageAllocatorTest {
    private static final long SYSTEM_PAGE = SystemMemory.current().pageSize();

    private final MemoryPool root = MemoryPool.root("kernel", 1L << 30);
    private final MemoryPool pool = root.child("scan");

    @Test
    void pagesAreReservedBeforeTheyExistAndReleasedAfter() {
        MemoryPool small = root.child("small", 1 << 20);
        try (PageAllocator allocator = PageAllocator.create()) {
            Page page = allocator.allocate(small, 40_000);
            assertEquals(65536, page.size());
            assertEquals(65536, small.reserved());
            assertSame(small, page.pool());
            assertThrows(MemoryLimitException.class, () -> allocator.allocate(small, 1 << 20));
            assertEquals(65536, root.reserved());
            page.free();
            assertEquals(0, root.reserved());
        }
        small.close();
    }

    @Test
    void sizesAreRoundedUp() {
        try (PageAllocator allocator = PageAllocator.create()) {
            assertEquals(Math.max(4096, SYSTEM_PAGE), allocator.pageSizeFor(1));
            assertEquals(65536, allocator.pageSizeFor(65536));
            assertEquals(131072, allocator.pageSizeFor(65537));
            assertEquals(16 << 20, allocator.pageSizeFor((8 << 20) + 1));
            assertEquals(16 << 20, allocator.pageSizeFor(16 << 20));
            assertEquals((16 << 20) + SYSTEM_PAGE, allocator.pageSizeFor((16 << 20) + 1));
            assertThrows(CarbideInternalException.class, () -> allocator.pageSizeFor(0));
            assertThrows(CarbideInternalException.class, () -> allocator.pageSizeFor(Long.MAX_VALUE));
        }
    }

    @Test
    void whatTheSystemRefusesIsNotReserved() {
        MemoryPool unlimited = MemoryPool.root("kernel", MemoryPool.UNLIMITED);
        try (PageAllocator allocator = PageAllocator.create()) {
            assertThrows(CarbideException.class, () -> allocator.allocate(unlimited, 1L << 56));
            assertEquals(0, unlimited.reserved());
            assertEquals(0, allocator.liveBytes());
            assertEquals(0, allocator.mappedBytes());
        }
    }

    @Test
    void segmentsCoverThePageAndAreOfTheOneNativeClass() {
        try (PageAllocator allocator = PageAllocator.create()) {
            for (long bytes : new long[] {4096, 1 << 20, 17 << 20}) {
                Page page = allocator.allocate(pool, bytes);
                MemorySegment segment = page.segment();
                assertSame(segment, page.segment());
                assertEquals("NativeMemorySegmentImpl", segment.getClass().getSimpleName());
                assertEquals(page.size(), segment.byteSize());
                segment.set(ValueLayout.JAVA_LONG, page.size() - 8, 42);
                assertEquals(42, RawMemory.getLong(page.address() + page.size() - 8));
                assertThrows(IndexOutOfBoundsException.class, () -> segment.get(ValueLayout.JAVA_BYTE, page.size()));
                page.free();
            }
        }
    }

    @Test
    void freedPagesAreRefused() {
        try (PageAllocator allocator = PageAllocator.create()) {
            Page page = allocator.allocate(pool, 4096);
            page.free();
            String message =
                    assertThrows(CarbideInternalException.class, page::free).getMessage();
            assertTrue(message.endsWith("in pool kernel/scan is freed a second time"), message);
            assertThrows(CarbideInternalException.class, page::address);
            assertThrows(CarbideInternalException.class, page::segment);
            assertEquals(0, pool.reserved());
        }
    }

    @Test
    void checkedModeNoticesUseAfterFree() {
        assumeTrue(RawMemory.CHECKED, "checked mode is off");
        try (PageAllocator allocator = PageAllocator.create()) {
            Page page = allocator.allocate(pool, 4096);
            long address = page.address();
            MemorySegment segment = page.segment();
            page.free();
            assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
            assertThrows(CarbideInternalException.class, () -> RawMemory.getByte(address));
        }
    }

    @Test
    void checkedModePoisonsPages() {
        assumeTrue(RawMemory.CHECKED, "checked mode is off");
        try (PageAllocator allocator = PageAllocator.create()) {
            Page page = allocator.allocate(pool, 4096);
            assertEquals(Page.POISON, RawMemory.getByte(page.address()));
            assertEquals(Page.POISON, RawMemory.getByte(page.address() + page.size() - 1));
            page.free();
        }
    }

    @Test
    void zeroedPagesAreZeroEvenWhenReused() {
        try (PageAllocator allocator = PageAllocator.create()) {
            for (int round = 0; round < 3; round++) {
                List<Page> pages = new ArrayList<>();
                for (int size = 4096; size <= 1 << 20; size *= 4) {
                    Page page = allocator.allocateZeroed(pool, size);
                    for (long offset = 0; offset < page.size(); offset += 8) {
                        assertEquals(0, RawMemory.getLong(page.address() + offset));
                    }
                    RawMemory.fill(page.address(), page.size(), (byte) 7);
                    pages.add(page);
                }
                pages.forEach(Page::free);
            }
        }
    }

    @Test
    void closingWithLivePagesFails() {
        PageAllocator allocator = PageAllocator.create();
        Page page = allocator.allocate(pool, 8192);
        assertEquals(
                "Page allocator closed with 8192 bytes of live pages",
                assertThrows(CarbideInternalException.class, allocator::close).getMessage());
        page.free();
        allocator.close();
        assertEquals(0, allocator.mappedBytes());
        assertThrows(CarbideInternalException.class, () -> allocator.allocate(pool, 1));
        assertEquals(0, pool.reserved());
    }

    @Test
    void idleChunksGoBackToTheSystem() {
        long chunk = PageAllocator.DEFAULT_CHUNK_SIZE;
        try (PageAllocator allocator = PageAllocator.create(2 * chunk)) {
            List<Page> pages = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                pages.add(allocator.allocate(pool, chunk));
            }
            assertEquals(8 * chunk, allocator.mappedBytes());
            pages.forEach(Page::free);
            assertEquals(2 * chunk, allocator.mappedBytes());
            allocator.trim();
            assertEquals(0, allocator.mappedBytes());
        }
    }

    @Test
    void needsSensibleSizes() {
        assertThrows(IllegalArgumentException.class, () -> PageAllocator.create(-1));
        assertThrows(IllegalArgumentException.class, () -> PageAllocator.create(SystemMemory.current(), 3 << 20, 0));
    }

    @Test
    void trackedPagesAreNamedWithTheirSites() {
        MemoryPool tracked = MemoryPool.root("kernel", 1 << 20, LimitPolicy.REFUSE, true);
        MemoryPool query = tracked.child("query");
        try (PageAllocator allocator = PageAllocator.create()) {
            Page page = allocator.allocate(query, 4096);
            String message =
                    assertThrows(CarbideInternalException.class, tracked::close).getMessage();
            assertTrue(
                    message.contains("4096 bytes in pool kernel/query allocated\n    at "
                            + getClass().getName() + ".trackedPagesAreNamedWithTheirSites(PageAllocatorTest.java:"),
                    message);
            page.free();
            assertEquals("", query.sites().describe());
        }
        query.close();
        tracked.close();
    }

    @Test
    void threadsShareAnAllocator() throws Exception {
        int threads = 4;
        try (PageAllocator allocator = PageAllocator.create(1 << 20);
                ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                done.add(executor.submit(() -> churn(allocator, root.child("thread-" + thread), thread + 1)));
            }
            for (Future<?> one : done) {
                one.get();
            }
            assertEquals(0, root.reserved());
            allocator.trim();
            assertEquals(0, allocator.mappedBytes());
        }
    }

    /** Stamps each page at both ends with its owner, so that a page given out twice shows. */
    private static void churn(PageAllocator allocator, MemoryPool own, int stamp) {
        SplittableRandom random = new SplittableRandom(stamp);
        List<Page> held = new ArrayList<>();
        for (int step = 0; step < 1000; step++) {
            if (held.size() < 40 && random.nextInt(5) > 1) {
                Page page = allocator.allocate(own, 1 + random.nextLong(1 << (10 + random.nextInt(11))));
                RawMemory.putLong(page.address(), page.address() + stamp);
                RawMemory.putLong(page.address() + page.size() - 8, page.address() + stamp);
                held.add(page);
            } else if (!held.isEmpty()) {
                freeStamped(held.remove(random.nextInt(held.size())), stamp);
            }
        }
        held.forEach(page -> freeStamped(page, stamp));
        own.close();
    }

    private static void freeStamped(Page page, int stamp) {
        assertEquals(page.address() + stamp, RawMemory.getLong(page.address()));
        assertEquals(page.address() + stamp, RawMemory.getLong(page.address() + page.size() - 8));
        page.free();
    }
}
