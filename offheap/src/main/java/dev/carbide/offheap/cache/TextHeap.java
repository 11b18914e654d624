package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The bytes of long strings, in buffers that views name by number. Not thread-safe. */
final class TextHeap implements AutoCloseable {
    private static final long FIRST = 16 << 10;
    private static final long LARGEST = 1 << 20;

    private final CacheMemory memory;
    private final List<Page> buffers = new ArrayList<>();
    private long next = FIRST;
    private int used;

    TextHeap(CacheMemory memory) {
        this.memory = memory;
    }

    /** Copies bytes into the buffer that {@link #buffer} then names, and returns the offset in it. */
    int add(long address, int length) {
        if (buffers.isEmpty() || length > buffers.getLast().size() - used) {
            buffers.add(memory.allocate(Math.max(next, length)));
            next = Math.min(2 * next, LARGEST);
            used = 0;
        }
        int offset = used;
        RawMemory.copy(address, buffers.getLast().address() + offset, length);
        used += length;
        return offset;
    }

    int buffer() {
        return buffers.size() - 1;
    }

    MemorySegment[] segments() {
        return buffers.stream().map(Page::segment).toArray(MemorySegment[]::new);
    }

    /** Forgets all strings, keeps the last buffer. */
    void clear() {
        while (buffers.size() > 1) {
            buffers.removeFirst().free();
        }
        used = 0;
    }

    long bytes() {
        return buffers.stream().mapToLong(Page::size).sum();
    }

    /** Moves the last buffer where it fits better. */
    void trim() {
        if (buffers.isEmpty() || used > buffers.getLast().size() / 2) {
            return;
        }
        Page last = buffers.getLast();
        try {
            Page smaller = memory.allocate(Math.max(used, 1));
            RawMemory.copy(last.address(), smaller.address(), used);
            buffers.set(buffers.size() - 1, smaller);
            last.free();
        } catch (NoRoomException e) {
            // it stays as large as it is
        }
    }

    @Override
    public void close() {
        buffers.forEach(Page::free);
        buffers.clear();
        used = 0;
        next = FIRST;
    }
}
