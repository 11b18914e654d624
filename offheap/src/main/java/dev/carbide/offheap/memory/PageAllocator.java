package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.raw.LivePages;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.raw.SystemMemory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives out pages of native memory, each reserved in a pool before it exists. Pages up to the chunk size have power-of-two
 * sizes of at least 4 KiB and are blocks of chunks; others are mapped one by one, rounded up to the pages of the system.
 *
 * <p>Memory of freed pages is kept for reuse: at most {@link #idleLimit} bytes of it stay resident, the rest goes back to
 * the system at once. So the process holds at most {@link #liveBytes} plus that limit, and whoever creates an allocator
 * sets the limit aside from the budget. (Without {@code mmap}, a chunk goes back only when all of it is free.)
 *
 * <p>One allocator serves a whole kernel. All methods may be called by any thread.
 */
public final class PageAllocator implements AutoCloseable {
    public static final int DEFAULT_CHUNK_SIZE = 16 << 20;
    public static final long DEFAULT_IDLE_LIMIT = 16 << 20;

    private static final long MIN_PAGE_SIZE = 4 << 10;
    /** A smaller page is not worth a mapping of its own, of which a process has about 65000. */
    private static final long MIN_SINGLE_MAPPING = 512 << 10;

    private final SystemMemory memory;
    private final long minPageSize;
    private final long chunkSize;
    private final ChunkHeap chunks;
    private final AtomicLong live = new AtomicLong();
    /** Of {@link #live}, what is in the budget that {@link #residentLimit} stands for: not what hosts have given. */
    private final AtomicLong budgeted = new AtomicLong();

    private final AtomicLong mappedSingly = new AtomicLong();
    private final long residentLimit;
    private final AllocationObserver observer;
    private volatile boolean closed;

    private PageAllocator(
            SystemMemory memory, long chunkSize, long idleLimit, long residentLimit, AllocationObserver observer) {
        this.observer = observer;
        this.memory = memory;
        this.minPageSize = Math.max(MIN_PAGE_SIZE, memory.pageSize());
        if (Long.bitCount(chunkSize) != 1 || chunkSize < minPageSize || idleLimit < 0) {
            throw new IllegalArgumentException("Chunks need a power of two of at least " + minPageSize
                    + " bytes and an idle limit of at least 0, got " + chunkSize + " and " + idleLimit);
        }
        this.chunkSize = chunkSize;
        this.residentLimit = residentLimit;
        this.chunks = new ChunkHeap(memory, minPageSize, chunkSize, idleLimit);
    }

    public static PageAllocator create() {
        return create(DEFAULT_IDLE_LIMIT);
    }

    /** An allocator that keeps at most {@code idleLimit} resident bytes beyond its live pages. */
    public static PageAllocator create(long idleLimit) {
        return create(SystemMemory.current(), DEFAULT_CHUNK_SIZE, idleLimit);
    }

    /**
     * An allocator that keeps at most {@code idleLimit} resident bytes beyond its live pages, and fewer where live and idle
     * bytes together would exceed {@code residentLimit}: idle memory then needs no share of a budget of its own. Live pages
     * whose bytes come from a host do not count in this.
     */
    public static PageAllocator create(long idleLimit, long residentLimit) {
        return create(idleLimit, residentLimit, AllocationObserver.NONE);
    }

    /** As {@link #create(long, long)}, with somebody who is told of each page before it is given out. */
    public static PageAllocator create(long idleLimit, long residentLimit, AllocationObserver observer) {
        return new PageAllocator(SystemMemory.current(), DEFAULT_CHUNK_SIZE, idleLimit, residentLimit, observer);
    }

    static PageAllocator create(SystemMemory memory, long chunkSize, long idleLimit) {
        return new PageAllocator(memory, chunkSize, idleLimit, Long.MAX_VALUE, AllocationObserver.NONE);
    }

    /** The size of the page that a request of {@code bytes} bytes gets, and so what it reserves. */
    public long pageSizeFor(long bytes) {
        if (bytes <= 0 || bytes > Long.MAX_VALUE / 2) {
            throw new CarbideInternalException("A page needs at least one byte and less than 2^62, got " + bytes);
        }
        if (bytes > chunkSize) {
            return (bytes + memory.pageSize() - 1) & -memory.pageSize();
        }
        return Math.max(minPageSize, Long.highestOneBit(2 * bytes - 1));
    }

    /**
     * A page of at least {@code bytes} bytes with undefined contents.
     *
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room for it
     */
    public Page allocate(MemoryPool pool, long bytes) {
        return allocate(pool, bytes, false);
    }

    /** As {@link #allocate}, but all bytes are zero. */
    public Page allocateZeroed(MemoryPool pool, long bytes) {
        return allocate(pool, bytes, true);
    }

    /**
     * As {@link #allocate}, but null if the pool has no room as things stand; and of a large page at most a sixteenth is
     * lost to rounding, as it may have a mapping of its own. For memory that lives long and is borrowed.
     */
    public @Nullable Page tryAllocate(MemoryPool pool, long bytes) {
        requireOpen();
        long size = pageSizeFor(bytes);
        if (bytes >= MIN_SINGLE_MAPPING && size - bytes > bytes / 16) {
            size = (bytes + memory.pageSize() - 1) & -memory.pageSize();
        }
        observer.allocating(pool, size);
        return pool.tryReserve(size) ? place(pool, size, false) : null;
    }

    private Page allocate(MemoryPool pool, long bytes, boolean zeroed) {
        requireOpen();
        long size = pageSizeFor(bytes);
        observer.allocating(pool, size);
        pool.reserve(size);
        return place(pool, size, zeroed);
    }

    /** Makes a page of bytes that are reserved. Blocks of chunks have sizes that are powers of two. */
    private Page place(MemoryPool pool, long size, boolean zeroed) {
        boolean single = size > chunkSize || Long.bitCount(size) != 1;
        count(pool, size);
        Block block;
        try {
            chunks.keepIdleBelow(residentLimit - budgeted.get());
            block = single ? map(size) : chunks.allocate(size);
        } catch (Throwable e) {
            count(pool, -size);
            pool.release(size);
            throw e;
        }
        LivePages.add(block.address(), size, pool.path());
        if (zeroed && !block.zeroed()) {
            RawMemory.fill(block.address(), size, (byte) 0);
        } else if (RawMemory.CHECKED && !zeroed) {
            RawMemory.fill(block.address(), size, Page.POISON);
        }
        Page page = new Page(this, pool, block.chunk(), block.address(), size);
        pool.sites().allocated(page);
        return page;
    }

    private Block map(long size) {
        long address = memory.map(size, memory.pageSize());
        mappedSingly.addAndGet(size);
        return new Block(null, address, true);
    }

    /** Takes back a page that has just stopped being live. */
    void free(@Nullable Chunk chunk, long address, long size, MemoryPool pool) {
        if (chunk == null) {
            memory.unmap(address, size);
            mappedSingly.addAndGet(-size);
        } else {
            chunks.free(chunk, address, size);
            if (pool.ledger().isHosted()) {
                // idle memory is ours again, and the host gives its bytes to others
                chunks.keepIdleBelow(residentLimit - budgeted.get());
            }
        }
        count(pool, -size);
        pool.release(size);
    }

    private void count(MemoryPool pool, long size) {
        live.addAndGet(size);
        if (!pool.ledger().isHosted()) {
            budgeted.addAndGet(size);
        }
    }

    /** The bytes of all pages that are not freed: what the pools of these pages have reserved for them. */
    public long liveBytes() {
        return live.get();
    }

    /** The bytes of address space that are mapped, resident or not. */
    public long mappedBytes() {
        return mappedSingly.get() + chunks.mappedBytes();
    }

    /** The bytes of freed pages that may still be resident. */
    public long idleBytes() {
        return chunks.idleBytes();
    }

    public long idleLimit() {
        return chunks.idleLimit();
    }

    /** Gives all idle memory back to the system. */
    public void trim() {
        chunks.trim();
    }

    /**
     * Gives everything back to the system.
     *
     * @throws CarbideInternalException if pages are live; the allocator stays open then
     */
    @Override
    public void close() {
        long outstanding = live.get();
        if (outstanding != 0) {
            throw new CarbideInternalException("Page allocator closed with " + outstanding + " bytes of live pages");
        }
        closed = true;
        trim();
    }

    private void requireOpen() {
        if (closed) {
            throw new CarbideInternalException("The page allocator is closed");
        }
    }

    /** Memory for a page: a block of a chunk, or a mapping of its own if there is none; perhaps known to be zero. */
    record Block(@Nullable Chunk chunk, long address, boolean zeroed) {}
}
