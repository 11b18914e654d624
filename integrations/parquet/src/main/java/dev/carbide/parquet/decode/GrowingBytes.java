package dev.carbide.parquet.decode;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A growing block of native memory, charged to a pool; keeps its contents and {@link ValueDecoder#TAIL_PADDING} when it grows. */
public final class GrowingBytes implements AutoCloseable {
    private final PageAllocator pages;
    private final MemoryPool pool;
    private @Nullable Page page;

    public GrowingBytes(PageAllocator pages, MemoryPool pool) {
        this.pages = pages;
        this.pool = pool;
    }

    /** All of it, at least {@code bytes} and padding; keeps the first {@code kept} bytes. */
    public MemorySegment ensure(long bytes, long kept) {
        long needed = bytes + ValueDecoder.TAIL_PADDING;
        if (page == null || page.size() < needed) {
            Page larger;
            if (kept > 0 && page != null) {
                larger = pages.allocate(pool, Math.max(needed, 2 * page.size()));
                MemorySegment.copy(page.segment(), 0, larger.segment(), 0, kept);
                page.free();
            } else {
                close();
                larger = pages.allocate(pool, needed);
            }
            page = larger;
        }
        return page.segment();
    }

    /** The bytes that are reserved. */
    public long capacity() {
        return page == null ? 0 : page.size();
    }

    @Override
    public void close() {
        if (page != null) {
            page.free();
            page = null;
        }
    }
}
