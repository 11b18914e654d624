package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import java.util.concurrent.atomic.AtomicBoolean;

/** Holds a block where it is, until it is closed. Thread-safe. */
public final class BlockPin implements AutoCloseable {
    private final CachedBlock block;
    private final MemoryForm form;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The pin is counted already. */
    BlockPin(CachedBlock block, MemoryForm form) {
        this.block = block;
        this.form = form;
    }

    CachedBlock block() {
        return block;
    }

    public int rows() {
        return block.rows;
    }

    /** A reader of the block, to be closed before the pin is. */
    public BlockCursor cursor(MemoryPool pool, PageAllocator pages) {
        return form.cursor(block.zones, pool, pages);
    }

    /** The block cannot be read: it is forgotten, so that it will be loaded again. The pin is still to be closed. */
    public void discard() {
        block.region.discard(block);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            block.region.unpin(block);
        }
    }
}
