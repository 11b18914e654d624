package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Frames in pages of memory, back to back. */
final class MemoryFrames implements FrameStorage {
    private static final long FIRST = FrameScratch.FRAME_BYTES;
    private static final long LARGEST = 1 << 20;
    /** Frames begin at multiples of eight. */
    private static final int POSITION_BITS = 32;

    private final CacheMemory memory;
    private final List<Page> pages = new ArrayList<>();
    private long next = FIRST;
    private long used;

    MemoryFrames(CacheMemory memory) {
        this.memory = memory;
    }

    @Override
    public void prepare(long bytes) {
        if (pages.isEmpty() || pages.getLast().size() - used < bytes) {
            trim();
            pages.add(memory.allocate(Math.max(next, bytes)));
            next = Math.min(2 * next, LARGEST);
            used = 0;
        }
    }

    @Override
    public MemorySegment target(FrameScratch scratch, long bytes) {
        return pages.getLast().segment().asSlice(used, bytes);
    }

    @Override
    public long keep(MemorySegment target, int size) {
        long position = (long) (pages.size() - 1) << POSITION_BITS | used;
        used += (size + Long.BYTES - 1) & -Long.BYTES;
        return position;
    }

    @Override
    public void read(long position, MemorySegment into) {
        long from = pages.get((int) (position >>> POSITION_BITS)).address() + (int) position;
        RawMemory.copy(from, into.address(), into.byteSize());
    }

    @Override
    public void seal() {
        trim();
    }

    /** Moves the last page where it fits better. */
    private void trim() {
        if (pages.isEmpty() || used > pages.getLast().size() / 2) {
            return;
        }
        Page last = pages.getLast();
        try {
            Page smaller = memory.allocate(Math.max(used, 1));
            RawMemory.copy(last.address(), smaller.address(), used);
            pages.set(pages.size() - 1, smaller);
            last.free();
        } catch (NoRoomException e) {
            // it stays as large as it is
        }
    }

    @Override
    public long bytes() {
        return pages.stream().mapToLong(Page::size).sum();
    }

    @Override
    public void free() {
        pages.forEach(Page::free);
        pages.clear();
        used = 0;
    }
}
