package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryConsumer;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import java.util.function.LongSupplier;

/** Groups in memory that can be written out: those of a worker, of a result before it is read, or of one of its readers. */
final class GroupMemory extends MemoryConsumer {

    private final Runnable writeOut;
    private final LongSupplier reclaimable;
    private volatile boolean written;

    private GroupMemory(
            MemoryPool pool, long keptBytes, OperatorResources resources, LongSupplier reclaimable, Runnable writeOut) {
        super(pool, keptBytes, resources.arbiter(), resources.counts());
        this.reclaimable = reclaimable;
        this.writeOut = writeOut;
    }

    /**
     * With a pool of its own, which the caller closes after this.
     *
     * @param writeOut writes out all groups; see {@link MemoryConsumer#spill}
     */
    static GroupMemory of(String name, OperatorResources resources, MemoryPool above, Runnable writeOut) {
        MemoryPool pool = above.child(name);
        long kept = OperatorResources.CONSUMER_BYTES;
        try {
            return new GroupMemory(pool, kept, resources, () -> beyondKept(pool), writeOut);
        } catch (Throwable refused) {
            pool.close();
            throw refused;
        }
    }

    /** Over the pools of several workers, which keep what they are guaranteed. */
    static GroupMemory over(MemoryPool pool, OperatorResources resources, LongSupplier reclaimable, Runnable writeOut) {
        return new GroupMemory(pool, 0, resources, reclaimable, writeOut);
    }

    private static long beyondKept(MemoryPool pool) {
        return Math.max(0, pool.reserved() - OperatorResources.CONSUMER_BYTES);
    }

    @Override
    protected void spill(long bytes) {
        writeOut.run();
        written = true;
        // Refused; but what the pools below hold unused is collected for it. Else a pool above others would keep that
        // ready
        // for them from now on.
        pool().tryReserve(Long.MAX_VALUE / 2);
    }

    @Override
    protected boolean hasSpilled() {
        return written;
    }

    @Override
    protected long reclaimableBytes() {
        return reclaimable.getAsLong();
    }

    /**
     * Makes sure of the bytes that its user needs until the next safepoint.
     *
     * @param need asked again when groups were written out
     */
    void makeRoom(LongSupplier need, Pin pin) {
        ensure(need, pin);
    }
}
