package dev.carbide.bridges.record;

import dev.carbide.offheap.column.BatchMemory;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.ForeignMemory;
import dev.carbide.offheap.raw.RawMemory;
import java.lang.foreign.MemorySegment;

/**
 * Native bytes with records in them, either lent by others or a copy of ours. Counted: its maker holds it, a table takes
 * that hold over, each scan adds one, and with the last the loan ends or the copy is freed. Thread-safe.
 */
public final class InputMemory {
    private static final int CHUNK = 8 << 10;

    private final String name;
    private final long address;
    private final long bytes;
    private final BatchMemory holds;

    private InputMemory(String name, long address, long bytes, Runnable free) {
        this.name = name;
        this.address = address;
        this.bytes = bytes;
        this.holds = new BatchMemory(free);
    }

    /**
     * Memory of others, read in place; nothing is reserved. It must stay mapped and unchanged until {@code giveBack} has
     * been called, once, by the thread that lets go last.
     *
     * @param name what messages call the memory by
     * @throws CarbideException if this cannot be a range of memory
     */
    public static InputMemory lend(String name, long address, long bytes, Runnable giveBack) {
        ForeignMemory memory = ForeignMemory.lend(name, address, bytes);
        return new InputMemory(name, address, bytes, () -> {
            memory.close();
            giveBack.run();
        });
    }

    /** As {@link #lend(String, long, long, Runnable)}; the segment must be native, and its arena open until then. */
    public static InputMemory lend(String name, MemorySegment segment, Runnable giveBack) {
        if (!segment.isNative()) {
            throw new CarbideException(
                    "Segment " + name + " must be native to be read in place, got one on the heap: copy it instead");
        }
        return lend(name, segment.address(), segment.byteSize(), giveBack);
    }

    /** Gives {@code count} bytes of a source from {@code offset} on. */
    public interface Bytes {
        void get(long offset, byte[] chunk, int count);
    }

    /**
     * A copy of {@code length} bytes, reserved in the pool until it is let go.
     *
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room for it
     */
    public static InputMemory copy(String name, long length, Bytes source, MemoryPool pool, PageAllocator pages) {
        Page page = pages.allocate(pool, Math.max(1, length));
        try {
            byte[] chunk = new byte[(int) Math.min(CHUNK, length)];
            for (long done = 0; done < length; done += CHUNK) {
                int count = (int) Math.min(CHUNK, length - done);
                source.get(done, chunk, count);
                RawMemory.copyFromHeap(chunk, 0, page.address() + done, count);
            }
        } catch (Throwable e) {
            page.free();
            throw e;
        }
        return new InputMemory(name, page.address(), length, page::free);
    }

    public String name() {
        return name;
    }

    public long bytes() {
        return bytes;
    }

    long address() {
        return address;
    }

    void retain() {
        holds.retain();
    }

    /** For who has made no table of it; a table lets go by itself. */
    public void release() {
        holds.release();
    }

    @Override
    public String toString() {
        return name + " of " + bytes + " bytes";
    }
}
