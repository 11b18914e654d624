package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;

/** A pool and pages of a test; closing them fails if a byte is left. */
record Memory(MemoryPool pool, PageAllocator pages) implements AutoCloseable {
    static Memory ofMegabytes(int megabytes) {
        return new Memory(MemoryPool.root("test", (long) megabytes << 20), PageAllocator.create(1 << 20));
    }

    @Override
    public void close() {
        assertEquals(0, pool.reserved(), "bytes left in the pool");
        pool.close();
        pages.close();
    }
}
