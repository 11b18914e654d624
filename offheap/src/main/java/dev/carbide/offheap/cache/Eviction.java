package dev.carbide.offheap.cache;

import dev.carbide.offheap.error.CarbideException;
import org.jspecify.annotations.Nullable;

/**
 * One request for memory that blocks hold: the least recently used leave, one after the other, until enough is freed. Used
 * by one thread, which holds the lock of the cache only to choose a block and to let go of it.
 */
final class Eviction {
    private final BlockCache cache;
    private final long wanted;
    /** Its blocks stay; null for none. */
    private final @Nullable CacheRegion spared;

    private final boolean forExecution;
    /** Bytes that the cache may keep whatever is wanted. */
    private final long kept;

    private long freed;
    private int blocks;
    private long written;

    private Eviction(BlockCache cache, long wanted, @Nullable CacheRegion spared, boolean forExecution, long kept) {
        this.cache = cache;
        this.wanted = wanted;
        this.spared = spared;
        this.forExecution = forExecution;
        this.kept = kept;
    }

    /** Also takes memory away from blocks that are being loaded. */
    static Eviction forExecution(BlockCache cache, long wanted, long kept) {
        return new Eviction(cache, wanted, null, true, kept);
    }

    static Eviction forStorage(BlockCache cache, long wanted, @Nullable CacheRegion spared) {
        return new Eviction(cache, wanted, spared, false, 0);
    }

    String reason() {
        return forExecution ? "execution" : "storage";
    }

    long wanted() {
        return wanted;
    }

    long freed() {
        return freed;
    }

    int blocks() {
        return blocks;
    }

    long written() {
        return written;
    }

    /** @return bytes freed */
    long run() {
        long began = System.nanoTime();
        while (freed < wanted) {
            CachedBlock victim = cache.chooseVictim(spared, kept);
            if (victim == null) {
                break;
            }
            try {
                evict(victim);
            } finally {
                victim.region.release();
            }
        }
        if (freed < wanted && forExecution) {
            freed += cache.abandonLoads(wanted - freed, kept);
        }
        if (freed > 0) {
            EvictionEvent.commit(this, began);
        }
        return freed;
    }

    /** The victim is marked as moving, and its region is retained. */
    private void evict(CachedBlock victim) {
        FrameList onDisk = null;
        MemoryForm form = victim.memory;
        boolean failed = true;
        try {
            if (form != null && victim.region.level().usesDisk() && victim.disk == null) {
                onDisk = writeOut(victim, form);
            }
            failed = false;
        } finally {
            MemoryForm gone = cache.moved(victim, onDisk, !failed);
            if (gone != null) {
                freed += gone.bytes();
                blocks++;
                gone.free();
            }
        }
    }

    /** A block that cannot be written is dropped: its source still has it. */
    private @Nullable FrameList writeOut(CachedBlock victim, MemoryForm form) {
        try {
            FrameList onDisk = victim.region.writeOut(victim.slot, form);
            written += onDisk == null ? 0 : onDisk.bytes();
            return onDisk;
        } catch (NoRoomException | CarbideException e) {
            victim.region.diskFailed(e);
            return null;
        }
    }
}
