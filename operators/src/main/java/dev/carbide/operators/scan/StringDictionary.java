package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the distinct strings of a column in order of appearance, up to a limit. Only needed while a table is loaded;
 * {@link #toColumn} is what remains. Not thread-safe.
 */
final class StringDictionary implements AutoCloseable {
    static final int MAX_ENTRIES = 1 << 16;
    private static final long MAX_BYTES = 64 << 20;
    /** What {@link #code} returns when there is no room for another entry. */
    static final int FULL = -1;

    private static final int SLOT_SHIFT = 3;
    private static final int ENTRY_SHIFT = 4;

    private final MemoryPool pool;
    private final PageAllocator pages;
    private final TableMemory strings;
    /** {int32 low half of the hash, int32 code + 1}, open addressing, at most half full. */
    private @Nullable Page slots;

    private int mask;
    /** {int64 address, int32 length} by code. */
    private @Nullable Page entries;

    private int size;
    private long longBytes;

    StringDictionary(MemoryPool pool, PageAllocator pages) {
        this.pool = pool;
        this.pages = pages;
        this.strings = new TableMemory(pool, pages);
    }

    int size() {
        return size;
    }

    /** The number of these bytes, new or known, or {@link #FULL}. */
    int code(long address, int length) {
        if (2 * size >= mask) {
            grow();
        }
        long hash = Hash.ofBytes(address, length);
        long base = slots().address();
        int slot = (int) (hash >>> 32) & mask;
        while (true) {
            long at = base + ((long) slot << SLOT_SHIFT);
            int code = RawMemory.getInt(at + Integer.BYTES) - 1;
            if (code < 0) {
                return add(at, (int) hash, address, length);
            }
            if (RawMemory.getInt(at) == (int) hash && isEntry(code, address, length)) {
                return code;
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean isEntry(int code, long address, int length) {
        return length(code) == length && RawMemory.equal(address(code), address, length);
    }

    private int add(long slot, int hash, long address, int length) {
        if (size == MAX_ENTRIES || longBytes + length > MAX_BYTES) {
            return FULL;
        }
        MemorySegment copy = strings.allocate(length);
        RawMemory.copy(address, copy.address(), length);
        long entry = entry(size);
        RawMemory.putLong(entry, copy.address());
        RawMemory.putInt(entry + Long.BYTES, length);
        RawMemory.putInt(slot, hash);
        RawMemory.putInt(slot + Integer.BYTES, ++size);
        longBytes += length > Columns.INLINE_BYTES ? length : 0;
        return size - 1;
    }

    private long entry(int code) {
        return entries().address() + ((long) code << ENTRY_SHIFT);
    }

    long address(int code) {
        return RawMemory.getLong(entry(code));
    }

    int length(int code) {
        return RawMemory.getInt(entry(code) + Long.BYTES);
    }

    private Page slots() {
        return Objects.requireNonNull(slots);
    }

    private Page entries() {
        return Objects.requireNonNull(entries);
    }

    private void grow() {
        int capacity = Math.max(512, 4 * (mask + 1));
        Page moreEntries = pages.allocate(pool, (long) Math.min(capacity, MAX_ENTRIES) << ENTRY_SHIFT);
        if (entries != null) {
            RawMemory.copy(entries.address(), moreEntries.address(), (long) size << ENTRY_SHIFT);
            entries.free();
        }
        entries = moreEntries;
        Page moreSlots = pages.allocateZeroed(pool, (long) capacity << SLOT_SHIFT);
        if (slots != null) {
            slots.free();
        }
        slots = moreSlots;
        mask = capacity - 1;
        for (int code = 0; code < size; code++) {
            enter(code);
        }
    }

    private void enter(int code) {
        long hash = Hash.ofBytes(address(code), length(code));
        int slot = (int) (hash >>> 32) & mask;
        while (RawMemory.getInt(slots().address() + ((long) slot << SLOT_SHIFT) + Integer.BYTES) != 0) {
            slot = (slot + 1) & mask;
        }
        long at = slots().address() + ((long) slot << SLOT_SHIFT);
        RawMemory.putInt(at, (int) hash);
        RawMemory.putInt(at + Integer.BYTES, code + 1);
    }

    /** The entries as a column in {@code memory}; with one empty string if there are none, so that code 0 is valid. */
    Column toColumn(DataType type, TableMemory memory) {
        int rows = Math.max(size, 1);
        MemorySegment views = memory.allocate((long) rows << 4);
        MemorySegment text = memory.allocate(longBytes);
        Columns.putInt128(views, 0, 0, 0);
        int used = 0;
        for (int code = 0; code < size; code++) {
            int length = length(code);
            Columns.putView(views, code, address(code), length, 0, used);
            if (length > Columns.INLINE_BYTES) {
                RawMemory.copy(address(code), text.address() + used, length);
                used += length;
            }
        }
        return Column.views(type, rows, views, null, new ViewBuffers(text));
    }

    @Override
    public void close() {
        strings.close();
        if (slots != null) {
            slots.free();
            slots = null;
        }
        if (entries != null) {
            entries.free();
            entries = null;
        }
        mask = 0;
        size = 0;
    }
}
