package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.spill.BlockCodec;
import dev.carbide.offheap.spill.BlockCompression;
import dev.carbide.offheap.spill.BlockException;
import dev.carbide.offheap.spill.BlockIdentity;
import dev.carbide.offheap.spill.SpillException;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one cached table: one per split and column. Whoever reads a table retains its region meanwhile; files and
 * directory go with the last one after {@link #unpersist}. Thread-safe.
 */
public final class CacheRegion {
    private static final System.Logger LOG = System.getLogger(CacheRegion.class.getName());
    /** What a slot, and a block besides its zones and frames, take on the heap, about. */
    private static final long HEAP_PER_SLOT = 8;

    private static final long HEAP_PER_BLOCK = 512;

    private final BlockCache cache;
    private final ReentrantLock lock;
    private final String name;
    private final int number;
    private final List<DataType> columns;
    private final int splits;
    private final StorageLevel level;
    private final CacheFiles files;
    private final long directoryBytes;

    // Guarded by the lock of the cache.
    private final @Nullable CachedBlock[] slots;
    private final BitSet loading = new BitSet();
    /** Blocks that did not fit into memory the last time: they go to disk at once. */
    private final BitSet forDisk = new BitSet();

    private int generation;
    private int users = 1;
    private boolean dropped;
    private boolean closed;
    private long memoryBytes;
    private long diskBytes;
    private long hits;
    private long misses;
    private long evictions;

    CacheRegion(
            BlockCache cache,
            String name,
            int number,
            List<DataType> columns,
            int splits,
            StorageLevel level,
            CacheFiles files) {
        this.cache = cache;
        this.lock = cache.lock();
        this.name = name;
        this.number = number;
        this.columns = List.copyOf(columns);
        this.splits = splits;
        this.level = level;
        this.files = files;
        int blocks = Math.multiplyExact(splits, columns.size());
        this.directoryBytes = blocks * HEAP_PER_SLOT;
        cache.pool().reserve(directoryBytes);
        this.slots = new @Nullable CachedBlock[blocks];
    }

    public StorageLevel level() {
        return level;
    }

    BlockCache cache() {
        return cache;
    }

    private int slot(int split, int column) {
        return split * columns.size() + column;
    }

    DataType typeOf(int slot) {
        return columns.get(slot % columns.size());
    }

    /** The block, held where it is, or null if it is not there. Counts as a hit. */
    public @Nullable BlockPin pin(int split, int column) {
        lock.lock();
        try {
            CachedBlock block = slots[slot(split, column)];
            MemoryForm form = block == null ? null : block.memory != null ? block.memory : block.disk;
            if (block == null || form == null) {
                return null;
            }
            block.pins++;
            users++;
            cache.touch(block);
            hits++;
            return new BlockPin(block, form);
        } finally {
            lock.unlock();
        }
    }

    void unpin(CachedBlock block) {
        MemoryForm gone = null;
        lock.lock();
        try {
            block.pins--;
            if (block.pins == 0 && block.dropped && !block.moving && block.memory != null) {
                gone = block.memory;
                cache.takeOut(block);
            }
            cache.changed().signalAll();
        } finally {
            lock.unlock();
        }
        if (gone != null) {
            gone.free();
        }
        release();
    }

    /** Blocks that were needed and were not there. */
    public void missed(int blocks) {
        lock.lock();
        try {
            misses += blocks;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody is loading the block. */
    public boolean isLoading(int split, int column) {
        lock.lock();
        try {
            return loading.get(slot(split, column));
        } finally {
            lock.unlock();
        }
    }

    /** The right to load a block; null if it is there, somebody else has that right, or nothing is cached any more. */
    public @Nullable BlockLoad load(int split, int column) {
        lock.lock();
        try {
            int slot = slot(split, column);
            CachedBlock present = slots[slot];
            if (dropped || loading.get(slot) || present != null && present.isHeld()) {
                return null;
            }
            loading.set(slot);
            users++;
            BlockLoad load = new BlockLoad(this, slot, generation);
            cache.loadBegun(load);
            return load;
        } finally {
            lock.unlock();
        }
    }

    /** Rows of a split if a block of it was ever loaded, else -1. */
    public int rows(int split) {
        lock.lock();
        try {
            for (int column = 0; column < columns.size(); column++) {
                CachedBlock block = slots[slot(split, column)];
                if (block != null) {
                    return block.rows;
                }
            }
            return -1;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is known of the values in a zone of a block: their bounds, or null if they are all NULL. Known also of blocks
     * that were evicted; unbounded for those that were never there.
     *
     * @param zone rows from {@code zone * } {@value ZoneMap#ZONE_ROWS} on
     */
    public @Nullable Bounds zoneBounds(int split, int column, int zone) {
        lock.lock();
        try {
            CachedBlock block = slots[slot(split, column)];
            if (block == null || zone >= block.zones.zones()) {
                return Bounds.UNBOUNDED;
            }
            return block.zones.hasValues(zone) ? block.zones.bounds(zone) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Rows per zone. */
    public static int zoneRows() {
        return ZoneMap.ZONE_ROWS;
    }

    // -- loads

    BlockBuild newBuild(int slot, long expectedRows, long expectedBytes) {
        boolean toDisk;
        lock.lock();
        try {
            toDisk = !level.usesMemory() || forDisk.get(slot);
        } finally {
            lock.unlock();
        }
        if (!toDisk) {
            long needed = level.isCompressed() ? expectedBytes / 2 : expectedBytes;
            try {
                cache.giveBack(cache.borrow(this, needed));
                return level.isCompressed()
                        ? new FrameBuild(typeOf(slot), new MemoryFrames(memory()), memoryFrames(slot))
                        : new ResidentBuild(typeOf(slot), expectedRows, memory());
            } catch (NoRoomException e) {
                if (!level.usesDisk()) {
                    throw e;
                }
            }
        }
        // rows are staged in memory that blocks of this very table may have to leave, to disk
        CacheMemory staging = bytes -> cache.allocate(null, bytes);
        return new FrameBuild(typeOf(slot), new DiskFrames(file()), diskFrames(slot, staging));
    }

    private CacheMemory memory() {
        return bytes -> cache.allocate(this, bytes);
    }

    private CacheFile file() {
        CacheFile file = files.current();
        if (file == null) {
            throw NoRoomException.INSTANCE;
        }
        return file;
    }

    private BlockIdentity identity(int slot) {
        return new BlockIdentity(number, slot);
    }

    /** Frames that may go to disk as they are are made by the codec of the files, if that encrypts. */
    private Frames memoryFrames(int slot) {
        Supplier<BlockCodec> codec = level.usesDisk() && files.encrypted()
                ? files::newCodec
                : () -> new BlockCodec(BlockCompression.LZ4, null);
        return new Frames(identity(slot), codec, cache.scratch(), memory());
    }

    private Frames diskFrames(int slot, CacheMemory memory) {
        return new Frames(identity(slot), files::newCodec, cache.scratch(), memory);
    }

    /** Writes a block; null if that cannot be any more. */
    @Nullable
    FrameList writeOut(int slot, MemoryForm form) {
        CacheFile file = files.current();
        if (file == null) {
            return null;
        }
        DiskFrames disk = new DiskFrames(file);
        boolean written = false;
        try {
            FrameList list = form.writeTo(disk, diskFrames(slot, cache::allocateFree));
            written = true;
            return list;
        } finally {
            if (!written) {
                disk.free();
            }
        }
    }

    void diskFailed(RuntimeException cause) {
        LOG.log(Level.WARNING, "A block of cached table " + name + " is dropped: " + cause.getMessage());
    }

    void loadFailed(int slot, RuntimeException cause) {
        if (cause instanceof CarbideException) {
            LOG.log(Level.WARNING, "A block of table " + name + " is not cached: " + cause.getMessage());
        }
        lock.lock();
        try {
            forDisk.set(slot, cause instanceof NoRoomException && level.usesDisk());
        } finally {
            lock.unlock();
        }
    }

    void loadEnded(int slot, BlockLoad load) {
        lock.lock();
        try {
            loading.clear(slot);
            cache.loadEnded(load);
        } finally {
            lock.unlock();
        }
        release();
    }

    /** Takes over the form, whatever becomes of it. */
    void publish(int slot, int ofGeneration, int rows, ZoneMap zones, MemoryForm form) {
        long heapBytes = HEAP_PER_BLOCK + zones.zones() * ZoneMap.HEAP_PER_ZONE + form.heapBytes();
        if (level.usesDisk()) {
            heapBytes += 2 * FrameDirectory.HEAP_PER_FRAME * (2 + rows / FrameWriter.MOST_ROWS)
                    + FrameDirectory.HEAP_PER_FRAME * (form.bytes() / FrameScratch.RAW_BYTES);
        }
        CachedBlock block = new CachedBlock(this, slot, rows, zones, heapBytes);
        boolean published = false;
        try {
            cache.borrow(this, heapBytes);
            published = put(block, ofGeneration, form);
            if (!published) {
                cache.giveBack(heapBytes);
            }
        } finally {
            if (!published) {
                form.free();
            }
        }
    }

    private boolean put(CachedBlock block, int ofGeneration, MemoryForm form) {
        CachedBlock before;
        lock.lock();
        try {
            if (dropped || generation != ofGeneration) {
                return false;
            }
            before = slots[block.slot];
            slots[block.slot] = block;
            if (form instanceof FrameList list && list.storage() instanceof DiskFrames) {
                block.disk = list;
                diskBytes += list.bytes();
            } else {
                cache.putIn(block, form);
            }
        } finally {
            lock.unlock();
        }
        if (before != null) {
            cache.giveBack(before.heapBytes);
        }
        return true;
    }

    /**
     * Brings a block that is on disk only back to memory if there is free memory for it; nothing is evicted.
     *
     * @param pool charged with what reading takes
     * @return a pin in its place; the old one itself if nothing changes
     */
    public BlockPin promote(BlockPin pin, MemoryPool pool, PageAllocator pages) {
        CachedBlock block = pin.block();
        if (!level.usesMemory() || !beginPromotion(block)) {
            return pin;
        }
        MemoryForm form = null;
        try {
            form = readIn(block, pool, pages);
        } catch (NoRoomException | SpillException | BlockException e) {
            // it stays where it is; if it cannot be read, its reader will see
        } finally {
            endMove(block, form);
        }
        if (form == null) {
            return pin;
        }
        pin.close();
        return new BlockPin(block, form);
    }

    private boolean beginPromotion(CachedBlock block) {
        long needed;
        lock.lock();
        try {
            FrameList disk = block.disk;
            if (disk == null || block.memory != null || block.moving || block.dropped) {
                return false;
            }
            needed = block.memoryBytes > 0 ? block.memoryBytes : 2 * disk.bytes();
            block.moving = true;
        } finally {
            lock.unlock();
        }
        if (cache.pool().tryReserve(needed)) {
            cache.pool().release(needed);
            return true;
        }
        endMove(block, null);
        return false;
    }

    private void endMove(CachedBlock block, @Nullable MemoryForm form) {
        lock.lock();
        try {
            block.moving = false;
            if (form != null) {
                cache.putIn(block, form);
                block.pins++;
                users++;
            }
            cache.changed().signalAll();
        } finally {
            lock.unlock();
        }
    }

    private MemoryForm readIn(CachedBlock block, MemoryPool pool, PageAllocator pages) {
        FrameList disk = block.disk;
        if (disk == null) {
            throw NoRoomException.INSTANCE;
        }
        CacheMemory free = cache::allocateFree;
        if (level.isCompressed()) {
            MemoryFrames frames = new MemoryFrames(free);
            try {
                return disk.writeTo(frames, diskFrames(block.slot, free));
            } catch (Throwable e) {
                frames.free();
                throw e;
            }
        }
        try (ResidentBuild build = new ResidentBuild(typeOf(block.slot), block.rows, free);
                BlockCursor cursor = disk.cursor(block.zones, pool, pages)) {
            int row = 0;
            while (row < block.rows) {
                int count = Math.min(cursor.run(row), Batch.MAX_ROWS);
                build.append(cursor.column(row, count), 0, count);
                row += count;
            }
            return build.finish();
        }
    }

    // -- what counts

    void addMemory(long bytes) {
        memoryBytes += bytes;
    }

    void addDisk(long bytes) {
        diskBytes += bytes;
    }

    void countEviction() {
        evictions++;
    }

    public CacheStatistics statistics() {
        lock.lock();
        try {
            int held = 0;
            for (CachedBlock block : slots) {
                held += block != null && block.isHeld() ? 1 : 0;
            }
            double fraction = slots.length == 0 ? 1 : (double) held / slots.length;
            return new CacheStatistics(name, level, fraction, memoryBytes, diskBytes, hits, misses, evictions);
        } finally {
            lock.unlock();
        }
    }

    // -- the end

    /** Keeps files and directory until {@link #release}. False if the region has ended. */
    public boolean retain() {
        lock.lock();
        try {
            users += dropped ? 0 : 1;
            return !dropped;
        } finally {
            lock.unlock();
        }
    }

    /** For who holds the lock and has found a block of this region. */
    void retainLocked() {
        users++;
    }

    public void release() {
        boolean last;
        lock.lock();
        try {
            users--;
            last = users == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            end();
        }
    }

    private void end() {
        try {
            files.close();
        } finally {
            cache.pool().release(directoryBytes);
            lock.lock();
            try {
                closed = true;
                cache.changed().signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Forgets all blocks, as their source has changed; later loads are taken. Those who read blocks now go on. */
    public void invalidate() {
        drop(false);
    }

    /**
     * Ends the region: nothing is found or loaded any more, memory is freed. Those who read blocks now go on, and what they
     * use is freed when they are done. A second call does nothing but wait.
     *
     * @param blocking whether to wait for them; not to be done by a thread that reads
     */
    public void unpersist(boolean blocking) {
        if (drop(true)) {
            cache.forget(this);
            release();
        }
        if (blocking) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        lock.lock();
        try {
            Condition changed = cache.changed();
            while (!closed) {
                try {
                    changed.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    break;
                }
            }
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the region was there until now */
    private boolean drop(boolean forGood) {
        List<MemoryForm> gone = new ArrayList<>();
        long heapBytes = 0;
        boolean was;
        lock.lock();
        try {
            was = !dropped;
            dropped |= forGood;
            generation++;
            for (int slot = 0; slot < slots.length; slot++) {
                CachedBlock block = slots[slot];
                if (block != null) {
                    heapBytes += dropLocked(block, gone);
                }
            }
            diskBytes = 0;
            forDisk.clear();
        } finally {
            lock.unlock();
        }
        gone.forEach(MemoryForm::free);
        cache.giveBack(heapBytes);
        return was;
    }

    /** @return the bytes of heap that are to be given back */
    private long dropLocked(CachedBlock block, List<MemoryForm> gone) {
        slots[block.slot] = null;
        block.dropped = true;
        if (block.disk != null) {
            diskBytes -= block.disk.bytes();
            if (block.pins == 0 && !block.moving) {
                gone.add(block.disk);
            }
        }
        if (block.isEvictable()) {
            gone.add(block.memory);
            cache.takeOut(block);
        }
        return block.heapBytes;
    }

    void discard(CachedBlock block) {
        List<MemoryForm> gone = new ArrayList<>();
        long heapBytes = 0;
        lock.lock();
        try {
            if (!block.dropped) {
                heapBytes = dropLocked(block, gone);
            }
        } finally {
            lock.unlock();
        }
        gone.forEach(MemoryForm::free);
        cache.giveBack(heapBytes);
    }
}
