package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Native memory of one owner that ends all at once: small pieces are cut from pages one behind the other, large ones get
 * pages of their own, and {@link #close} frees them all. Contents are undefined at first.
 *
 * <p>Not thread-safe.
 */
public final class MemoryScope implements AutoCloseable {
    private static final long FIRST_PAGE = 16 << 10;
    private static final long LARGEST_PAGE = 1 << 20;
    private static final int MAX_ALIGNMENT = 4 << 10;

    private final PageAllocator allocator;
    private final MemoryPool pool;
    private final List<Page> pages = new ArrayList<>();
    private @Nullable Page current;
    private long used;
    private long nextPage = FIRST_PAGE;
    private boolean closed;

    public MemoryScope(PageAllocator allocator, MemoryPool pool) {
        this.allocator = allocator;
        this.pool = pool;
    }

    /**
     * The address of {@code bytes} bytes that begin at a multiple of {@code alignment}, a power of two up to 4096.
     *
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room for the page that this needs
     */
    public long allocate(long bytes, int alignment) {
        Piece piece = cut(bytes, alignment);
        return piece.page.address() + piece.offset;
    }

    /** As {@link #allocate}, as a native segment of exactly that size. */
    public MemorySegment allocateSegment(long bytes, int alignment) {
        Piece piece = cut(bytes, alignment);
        return piece.page.segment().asSlice(piece.offset, bytes);
    }

    private Piece cut(long bytes, int alignment) {
        if (closed) {
            throw new CarbideInternalException("Memory scope in pool " + pool.path() + " is closed");
        }
        if (bytes < 0 || alignment > MAX_ALIGNMENT || Integer.bitCount(alignment) != 1) {
            throw new CarbideInternalException(
                    "A piece of memory needs a size of at least 0 and an alignment that is a power" + " of two up to "
                            + MAX_ALIGNMENT + ", got " + bytes + " and " + alignment);
        }
        Page page = current;
        long offset = (used + alignment - 1) & -alignment;
        if (page == null || bytes > page.size() - offset) {
            page = newPage(bytes);
            offset = 0;
        }
        if (current == null || page == current || page.size() - bytes > current.size() - used) {
            current = page;
            used = offset + bytes;
        }
        return new Piece(page, offset);
    }

    private Page newPage(long bytes) {
        Page page = allocator.allocate(pool, bytes > LARGEST_PAGE / 4 ? bytes : Math.max(bytes, nextPage));
        pages.add(page);
        nextPage = Math.min(2 * nextPage, LARGEST_PAGE);
        return page;
    }

    /** The bytes of all pages, which is what the pool has reserved for this scope. */
    public long heldBytes() {
        long held = 0;
        for (Page page : pages) {
            held += page.size();
        }
        return held;
    }

    /** Frees all pages; a second call does nothing. */
    @Override
    public void close() {
        closed = true;
        current = null;
        pages.forEach(Page::free);
        pages.clear();
    }

    private record Piece(Page page, long offset) {}
}
