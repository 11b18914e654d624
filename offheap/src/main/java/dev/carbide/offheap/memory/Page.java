package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.raw.LivePages;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A block of native memory, owned by whoever allocated it until {@link #free}. Its bytes are reserved in its pool all that
 * time. Its contents are undefined at first; in checked mode they are {@value #POISON} in every byte, as after the end.
 *
 * <p>The methods may be called by any thread. Nobody may touch the memory after {@link #free}; in checked mode both
 * {@link RawMemory} and {@link #segment} then refuse.
 */
public final class Page {
    /** What fills pages that nobody has written to, or owns any more, in checked mode. */
    public static final byte POISON = (byte) 0xA5;

    private final PageAllocator allocator;
    private final MemoryPool pool;
    private final @Nullable Chunk chunk;
    private final long address;
    private final long size;
    private boolean freed;
    private @Nullable MemorySegment segment;
    private @Nullable Arena guard;

    /** A page within {@code chunk}, or with a mapping of its own. */
    Page(PageAllocator allocator, MemoryPool pool, @Nullable Chunk chunk, long address, long size) {
        this.allocator = allocator;
        this.pool = pool;
        this.chunk = chunk;
        this.address = address;
        this.size = size;
    }

    /** The address of the first byte, a multiple of the size if that is a power of two up to the chunk size. */
    public long address() {
        requireLive();
        return address;
    }

    /** The size in bytes: what was asked for, rounded up. */
    public long size() {
        return size;
    }

    public MemoryPool pool() {
        return pool;
    }

    /** A native segment over the whole page; the same one each time. Unchecked, it does not notice the end of the page. */
    public MemorySegment segment() {
        requireLive();
        MemorySegment present = segment;
        if (present != null) {
            return present;
        }
        return RawMemory.CHECKED ? guardedSegment() : (segment = RawMemory.segment(address, size));
    }

    private synchronized MemorySegment guardedSegment() {
        requireLive();
        if (segment == null) {
            guard = Arena.ofShared();
            segment = RawMemory.segment(address, size, guard);
        }
        return segment;
    }

    /**
     * Gives the page back and releases its bytes in the pool.
     *
     * @throws CarbideInternalException if it was freed before, or if, in checked mode, a system call is using its segment
     */
    public void free() {
        endLife();
        if (RawMemory.CHECKED) {
            RawMemory.fill(address, size, POISON);
            LivePages.remove(address);
        }
        pool.sites().freed(this);
        allocator.free(chunk, address, size, pool);
    }

    private synchronized void endLife() {
        if (freed) {
            throw new CarbideInternalException(this + " is freed a second time");
        }
        if (guard != null) {
            try {
                guard.close();
            } catch (IllegalStateException e) {
                throw new CarbideInternalException(this + " is freed while a system call uses it", e);
            }
        }
        freed = true;
    }

    private void requireLive() {
        if (freed) {
            throw new CarbideInternalException(this + " is used after it was freed");
        }
    }

    @Override
    public String toString() {
        return "Page 0x" + Long.toHexString(address) + " of " + size + " bytes in pool " + pool.path();
    }
}
