package dev.carbide.codegen.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Off-heap bytes given out one after the other and taken back all at once. Addresses stay good until {@link #reset}.
 * Used by one thread at a time.
 */
public final class ScratchBytes implements Bindable {
    private static final int PAGE_BYTES = 64 << 10;

    private final @Nullable PageAllocator allocator;
    private final @Nullable MemoryPool pool;
    private final List<Page> pages = new ArrayList<>();
    private long next;
    private long end;
    private long resultAddress;
    private int resultLength;

    ScratchBytes(@Nullable PageAllocator allocator, @Nullable MemoryPool pool) {
        this.allocator = allocator;
        this.pool = pool;
    }

    /** Stands for the scratch bytes of an instance until it is bound to its own. */
    public static ScratchBytes unbound() {
        return new ScratchBytes(null, null);
    }

    @Override
    public Object bind(InstanceResources resources) {
        return resources.scratch();
    }

    /** The address of so many bytes, undefined at first. */
    public long allocate(int bytes) {
        if (bytes > end - next) {
            grow(bytes);
        }
        long address = next;
        next += bytes;
        return address;
    }

    /** Makes the bytes from {@code start} the result, and gives back what was allocated behind it since. */
    public void result(long start, int length) {
        resultAddress = start;
        resultLength = length;
        next = start + length;
    }

    /** Makes bytes that lie elsewhere the result. */
    void resultElsewhere(long address, int length) {
        resultAddress = address;
        resultLength = length;
    }

    /** The address of the bytes that the last text operation computed. */
    public long address() {
        return resultAddress;
    }

    /** The number of bytes that the last text operation computed. */
    public int length() {
        return resultLength;
    }

    /** Takes everything back. One page is kept for what comes next. */
    public void reset() {
        while (pages.size() > 1) {
            pages.removeLast().free();
        }
        if (!pages.isEmpty()) {
            next = pages.getFirst().address();
            end = next + pages.getFirst().size();
        }
    }

    void close() {
        pages.forEach(Page::free);
        pages.clear();
        next = 0;
        end = 0;
    }

    private void grow(int bytes) {
        if (allocator == null || pool == null) {
            throw new CarbideInternalException("Scratch bytes of a generated class are used before they are bound");
        }
        Page page = allocator.allocate(pool, Math.max(bytes, PAGE_BYTES));
        pages.add(page);
        next = page.address();
        end = next + page.size();
    }
}
