package dev.carbide.operators.scan;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that is only ever added to and freed at once, cut from extents that grow with the whole, so that little is lost
 * to rounding at any size. Not thread-safe.
 */
final class TableMemory implements AutoCloseable {
    /** Readable bytes behind every piece; the next piece may lie there. */
    private static final int PADDING = 64;

    private static final long FIRST_EXTENT = 4 << 10;
    /** More than a chunk of the allocator, so that such extents are not rounded up to a power of two. */
    private static final long LARGEST_EXTENT = (16 << 20) + (64 << 10);

    private static final int OPEN_EXTENTS = 8;

    private final MemoryPool pool;
    private final PageAllocator pages;
    private final List<Page> extents = new ArrayList<>();
    private final List<Tail> tails = new ArrayList<>();
    private long bytes;

    TableMemory(MemoryPool pool, PageAllocator pages) {
        this.pool = pool;
        this.pages = pages;
    }

    /** The unused end of an extent. */
    private static final class Tail {
        private final Page extent;
        private long used;

        Tail(Page extent) {
            this.extent = extent;
        }

        boolean fits(long size) {
            return size + PADDING <= extent.size() - used;
        }
    }

    /** A segment of {@code size} bytes and the padding. */
    MemorySegment allocate(long size) {
        for (Tail tail : tails) {
            if (tail.fits(size)) {
                return cut(tail, size);
            }
        }
        long wanted = Math.clamp(Long.highestOneBit(bytes | 1) >> 1, FIRST_EXTENT, LARGEST_EXTENT);
        wanted = wanted > 8 << 20 ? LARGEST_EXTENT : wanted;
        Page extent = pages.allocate(pool, Math.max(wanted, size + PADDING));
        extents.add(extent);
        bytes += extent.size();
        if (tails.size() == OPEN_EXTENTS) {
            tails.removeFirst();
        }
        tails.add(new Tail(extent));
        return cut(tails.getLast(), size);
    }

    private static MemorySegment cut(Tail tail, long size) {
        MemorySegment piece = tail.extent.segment().asSlice(tail.used, size + PADDING);
        tail.used += (size + PADDING - 1) & -PADDING;
        return piece;
    }

    /** A copy of the first {@code size} bytes of a segment. */
    MemorySegment copy(MemorySegment from, long size) {
        MemorySegment copy = allocate(size);
        RawMemory.copy(from.address(), copy.address(), size);
        return copy;
    }

    /** What the extents take. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        tails.clear();
        bytes = 0;
        while (!extents.isEmpty()) {
            extents.removeLast().free();
        }
    }
}
