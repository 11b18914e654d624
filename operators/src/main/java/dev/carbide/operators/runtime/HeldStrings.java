package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import java.util.ArrayList;
import java.util.List;

/** The bytes of the strings that MIN and MAX hold: pieces that are freed all at once. Not thread-safe. */
final class HeldStrings implements AutoCloseable {
    private static final long FIRST_PAGE = 16 << 10;
    private static final long LARGEST_PAGE = 1 << 20;
    private static final int LARGEST_SHARE = 8;

    private final MemoryPool pool;
    private final PageAllocator allocator;
    private final List<Page> pages = new ArrayList<>();
    private long top;
    private long limit;
    private long nextPage = FIRST_PAGE;

    HeldStrings(MemoryPool pool, PageAllocator allocator) {
        this.pool = pool;
        this.allocator = allocator;
    }

    /** The bytes to ask for so that a string of this length, and some longer ones, find room in them. */
    static int roomFor(int length) {
        long room = Math.max(16, (long) Integer.highestOneBit(Math.max(1, length)) << 1);
        return (int) Math.min(room, Integer.MAX_VALUE - 7);
    }

    /** The address of {@code bytes} bytes. */
    long allocate(int bytes) {
        if (bytes > limit - top) {
            boolean alone = bytes > nextPage / LARGEST_SHARE;
            Page page = allocator.allocate(pool, alone ? bytes : nextPage);
            pages.add(page);
            if (alone) {
                return page.address();
            }
            top = page.address();
            limit = top + page.size();
            nextPage = Math.min(2 * nextPage, LARGEST_PAGE);
        }
        long address = top;
        top += (bytes + Long.BYTES - 1) & -Long.BYTES;
        return address;
    }

    /** The most that pieces of so many bytes together can take from the pool. */
    long bytesFor(long total) {
        long covered = limit - top;
        long page = nextPage;
        long taken = 0;
        while (covered < total) {
            taken += page;
            covered += page - page / LARGEST_SHARE;
            page = Math.min(2 * page, LARGEST_PAGE);
        }
        // pieces with pages of their own are rounded up to a power of two
        return taken == 0 ? 0 : taken + (total > nextPage / LARGEST_SHARE ? 2 * total : 0);
    }

    long bytes() {
        long bytes = 0;
        for (Page page : pages) {
            bytes += page.size();
        }
        return bytes;
    }

    /** Frees all; new pieces may follow. */
    @Override
    public void close() {
        top = 0;
        limit = 0;
        nextPage = FIRST_PAGE;
        while (!pages.isEmpty()) {
            pages.removeLast().free();
        }
    }
}
