package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryConsumer;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Pin;
import java.util.function.LongSupplier;

/** Groups in memory that can be written out: those of a worker, of a result before it is read, or of one of its readers. */
final class GroupMemory extends MemoryConsumer {
    /** Fewer bytes than this are not written out if something else can be. */
    private static final long SMALL = 1 << 20;

    private final Runnable writeOut;
    /** What is reserved when all groups are written out. */
    private final long fixedBytes;

    private volatile boolean written;

    private GroupMemory(
            MemoryPool pool, long keptBytes, long fixedBytes, OperatorResources resources, Runnable writeOut) {
        super(pool, keptBytes, resources.arbiter(), resources.counts());
        this.fixedBytes = fixedBytes;
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
            return new GroupMemory(pool, kept, kept, resources, writeOut);
        } catch (Throwable refused) {
            pool.close();
            throw refused;
        }
    }

    /** Over the pools of several workers. */
    static GroupMemory over(MemoryPool pool, int workers, OperatorResources resources, Runnable writeOut) {
        // what these pools are guaranteed stays so
        return new GroupMemory(pool, 0, workers * OperatorResources.CONSUMER_BYTES, resources, writeOut);
    }

    @Override
    protected void spill(long bytes) {
        writeOut.run();
        written = true;
    }

    @Override
    protected boolean hasSpilled() {
        return written;
    }

    @Override
    protected long reclaimableBytes() {
        return Math.max(0, pool().reserved() - fixedBytes);
    }

    /**
     * Makes sure of the bytes that its user needs until the next safepoint. Gives up its groups rather than have others that
     * run give up theirs for what an empty table would not need.
     *
     * @param need asked again when groups were written out
     */
    void makeRoom(LongSupplier need, Pin pin) {
        ensure(0, pin);
        long bytes = need.getAsLong();
        if (pool().tryEnsure(bytes)) {
            return;
        }
        long held = reclaimableBytes();
        if (held >= SMALL) {
            if (ensureNow(bytes)) {
                return;
            }
            boolean emptied = ensure(Math.min(bytes, held), pin);
            if (!emptied && !pool().tryEnsure(bytes)) {
                spill(bytes);
            }
        }
        ensure(need.getAsLong(), pin);
    }
}
