package dev.carbide.offheap.column;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.concurrent.atomic.AtomicInteger;

/** The counted owner of the memory behind one or more batches; frees it when the last holder lets go. Thread-safe. */
public final class BatchMemory {
    private final AtomicInteger holders = new AtomicInteger(1);
    private final Runnable free;

    /** Starts with one holder, the caller. */
    public BatchMemory(Runnable free) {
        this.free = free;
    }

    public void retain() {
        if (holders.getAndUpdate(count -> count > 0 ? count + 1 : count) <= 0) {
            throw new CarbideInternalException("Batch memory retained after it was freed");
        }
    }

    public void release() {
        int left = holders.decrementAndGet();
        if (left == 0) {
            free.run();
        } else if (left < 0) {
            throw new CarbideInternalException("Batch memory released more often than retained");
        }
    }
}
