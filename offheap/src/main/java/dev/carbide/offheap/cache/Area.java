package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Contiguous memory that grows by moving. Not thread-safe. */
final class Area implements AutoCloseable {
    /** Readable bytes behind what is used, which readers of columns rely on. */
    static final int PADDING = 64;

    private static final long SMALLEST = 4 << 10;
    /** Less is not worth moving. */
    private static final long LEAST_SAVED = 64 << 10;

    private final CacheMemory memory;
    private @Nullable Page page;
    private long used;

    Area(CacheMemory memory) {
        this.memory = memory;
    }

    /** Makes room for so many bytes in all, to be exact if it is the first time. */
    void reserve(long bytes) {
        Page present = page;
        long needed = bytes + PADDING;
        if (present == null) {
            page = memory.allocate(Math.max(needed, SMALLEST));
        } else if (needed > present.size()) {
            move(present, Math.max(needed, present.size() + present.size() / 2));
        }
    }

    private void move(Page present, long size) {
        Page larger = memory.allocate(size);
        RawMemory.copy(present.address(), larger.address(), used);
        page = larger;
        present.free();
    }

    /** Adds bytes with undefined contents, and returns their address. */
    long extend(long bytes) {
        reserve(used + bytes);
        long at = address() + used;
        used += bytes;
        return at;
    }

    long address() {
        Page present = page;
        if (present == null) {
            reserve(0);
            return address();
        }
        return present.address();
    }

    /** What is used, and the padding behind. */
    MemorySegment segment() {
        address();
        Page present = page;
        return present == null ? MemorySegment.NULL : present.segment().asSlice(0, used + PADDING);
    }

    /** The memory it takes. */
    long bytes() {
        return page == null ? 0 : page.size();
    }

    /** Forgets what is used, keeps the memory. */
    void clear() {
        used = 0;
    }

    /** Gives back what is not used, if that is much and can be done. */
    void trim() {
        Page present = page;
        long excess = present == null ? 0 : present.size() - used - PADDING;
        if (present == null || excess < LEAST_SAVED || excess < present.size() / 8) {
            return;
        }
        try {
            move(present, Math.max(used + PADDING, SMALLEST));
        } catch (NoRoomException e) {
            // it stays as large as it is
        }
    }

    @Override
    public void close() {
        if (page != null) {
            page.free();
            page = null;
        }
        used = 0;
    }
}
