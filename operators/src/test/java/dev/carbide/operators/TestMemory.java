package dev.carbide.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;

/** A ledger and an allocator for one test; closing proves that nothing is left of either. */
public final class TestMemory implements AutoCloseable {
    private final MemoryPool pool;
    private final PageAllocator pages = PageAllocator.create(0);

    public TestMemory() {
        this(MemoryPool.UNLIMITED);
    }

    public TestMemory(long limit) {
        pool = MemoryPool.root("test", limit);
    }

    public MemoryPool pool() {
        return pool;
    }

    public PageAllocator pages() {
        return pages;
    }

    @Override
    public void close() {
        assertEquals(0, pool.reserved(), "bytes outstanding");
        pool.close();
        pages.close();
    }
}
