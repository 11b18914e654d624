package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.EvictableStorage;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.spill.SpillStore;
import dev.carbide.offheap.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of all cached tables of a kernel. The cache borrows memory that execution does not use: it takes only what is free,
 * or what blocks of other tables hold, and gives it back when execution asks, down to what is protected.
 *
 * <p>One lock guards which blocks there are and who uses them. Nothing is read, written, allocated or freed under it.
 * Thread-safe.
 */
public final class BlockCache implements EvictableStorage, AutoCloseable {
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final long protectedBytes;
    private final Supplier<SpillStore> store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    /** Blocks in memory, the least recently used first. */
    private final LinkedHashSet<CachedBlock> resident = new LinkedHashSet<>();

    private final Set<BlockLoad> loads = new HashSet<>();
    private final List<CacheRegion> regions = new ArrayList<>();
    private int regionsMade;

    private @Nullable ScratchPool scratch;

    /**
     * @param parent charged with everything that the cache holds
     * @param protectedBytes what execution cannot take away
     * @param store for blocks on disk; asked when the first is written
     */
    public BlockCache(MemoryPool parent, PageAllocator pages, long protectedBytes, Supplier<SpillStore> store) {
        this.pool = parent.child("block cache");
        this.pages = pages;
        this.protectedBytes = protectedBytes;
        this.store = store;
    }

    /**
     * Makes place for the blocks of a table.
     *
     * @param columns types of the table's columns
     * @throws dev.carbide.offheap.error.MemoryLimitException if not even the directory, or the work space for compression,
     *     can be had
     */
    public CacheRegion newRegion(String name, List<DataType> columns, int splits, StorageLevel level) {
        if (level.needsFrames()) {
            makeScratch();
        }
        int number;
        lock.lock();
        try {
            number = regionsMade++;
        } finally {
            lock.unlock();
        }
        CacheRegion region =
                new CacheRegion(this, name, number, columns, splits, level, new CacheFiles(store, "cached " + name));
        lock.lock();
        try {
            regions.add(region);
        } finally {
            lock.unlock();
        }
        return region;
    }

    private synchronized void makeScratch() {
        if (scratch == null) {
            scratch = new ScratchPool(bytes -> pages.allocate(pool, bytes));
        }
    }

    synchronized ScratchPool scratch() {
        if (scratch == null) {
            throw NoRoomException.INSTANCE;
        }
        return scratch;
    }

    @Override
    public long evict(long bytes) {
        return Eviction.forExecution(this, bytes, protectedBytes).run();
    }

    /** What all regions hold. */
    public List<CacheStatistics> statistics() {
        lock.lock();
        try {
            return regions.stream().map(CacheRegion::statistics).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that the cache has reserved. */
    public long reserved() {
        return pool.reserved();
    }

    /** Unpersists all regions; what is still in use then is reported as a leak. */
    @Override
    public void close() {
        List<CacheRegion> left;
        lock.lock();
        try {
            left = List.copyOf(regions);
        } finally {
            lock.unlock();
        }
        left.forEach(region -> region.unpersist(false));
        synchronized (this) {
            if (scratch != null) {
                scratch.close();
                scratch = null;
            }
        }
        pool.close();
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Signalled, under the lock, when somebody lets go of something. */
    Condition changed() {
        return changed;
    }

    MemoryPool pool() {
        return pool;
    }

    PageAllocator pages() {
        return pages;
    }

    /** Memory for which blocks are evicted if need be, but none of the region that is spared. */
    Page allocate(@Nullable CacheRegion spared, long bytes) {
        Page page = pages.tryAllocate(pool, bytes);
        while (page == null) {
            makeRoom(spared, bytes);
            page = pages.tryAllocate(pool, bytes);
        }
        return page;
    }

    /** Free memory only. */
    Page allocateFree(long bytes) {
        Page page = pages.tryAllocate(pool, bytes);
        if (page == null) {
            throw NoRoomException.INSTANCE;
        }
        return page;
    }

    /** Reserves bytes that {@link #giveBack} returns. */
    long borrow(CacheRegion region, long bytes) {
        while (!pool.tryReserve(bytes)) {
            makeRoom(region, bytes);
        }
        return bytes;
    }

    void giveBack(long bytes) {
        if (bytes > 0) {
            pool.release(bytes);
        }
    }

    private void makeRoom(@Nullable CacheRegion spared, long bytes) {
        if (Eviction.forStorage(this, bytes, spared).run() == 0) {
            throw NoRoomException.INSTANCE;
        }
    }

    /** Marks a block as moving and retains its region. */
    @Nullable
    CachedBlock chooseVictim(@Nullable CacheRegion spared, long kept) {
        long mayGo = pool.reserved() - kept;
        lock.lock();
        try {
            for (CachedBlock block : resident) {
                if (block.region != spared && block.isEvictable() && block.memoryBytes <= mayGo) {
                    block.moving = true;
                    block.region.retainLocked();
                    return block;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A block has been written, or has not been.
     *
     * @param onDisk its form on disk if there is a new one
     * @return the form in memory if it is to be freed now
     */
    @Nullable
    MemoryForm moved(CachedBlock block, @Nullable FrameList onDisk, boolean leave) {
        lock.lock();
        try {
            block.moving = false;
            if (onDisk != null) {
                block.disk = onDisk;
                block.region.addDisk(block.dropped ? 0 : onDisk.bytes());
            }
            changed.signalAll();
            MemoryForm form = block.memory;
            if (form == null || block.pins > 0 || !leave && !block.dropped) {
                return null;
            }
            takeOut(block);
            block.region.countEviction();
            return form;
        } finally {
            lock.unlock();
        }
    }

    /** Adds the form in memory of a block. Holds the lock. */
    void putIn(CachedBlock block, MemoryForm form) {
        block.memory = form;
        block.memoryBytes = form.bytes();
        resident.add(block);
        block.region.addMemory(block.memoryBytes);
    }

    /** Removes the form in memory of a block, which the caller frees. Holds the lock. */
    void takeOut(CachedBlock block) {
        block.memory = null;
        resident.remove(block);
        block.region.addMemory(-block.memoryBytes);
    }

    /** It is the most recently used now. Holds the lock. */
    void touch(CachedBlock block) {
        if (resident.remove(block)) {
            resident.add(block);
        }
    }

    void loadBegun(BlockLoad load) {
        loads.add(load);
    }

    void loadEnded(BlockLoad load) {
        loads.remove(load);
    }

    /** Takes memory away from blocks that are being loaded. */
    long abandonLoads(long bytes, long kept) {
        List<BlockLoad> candidates;
        lock.lock();
        try {
            candidates = List.copyOf(loads);
        } finally {
            lock.unlock();
        }
        long before = pool.reserved();
        for (BlockLoad load : candidates) {
            long now = pool.reserved();
            if (before - now >= bytes || now <= kept) {
                break;
            }
            load.abandon();
        }
        return Math.max(0, before - pool.reserved());
    }

    void forget(CacheRegion region) {
        lock.lock();
        try {
            regions.remove(region);
        } finally {
            lock.unlock();
        }
    }
}
