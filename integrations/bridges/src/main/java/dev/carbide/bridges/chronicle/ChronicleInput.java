package dev.carbide.bridges.chronicle;

import dev.carbide.bridges.record.InputMemory;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.io.ReferenceOwner;

/** Chronicle's bytes as memory to read records from. */
public final class ChronicleInput {
    private ChronicleInput() {}

    /**
     * Bytes off the heap, read in place. The store is reserved, so Chronicle keeps its memory until the last scan has let
     * go; of {@code Bytes} that is the store behind them at this moment, also when they grow into another one later.
     * The bytes must not change meanwhile. Nothing is reserved in a pool.
     *
     * @param name what messages call the bytes by
     * @param offset as Chronicle counts, from the start of the store
     * @throws CarbideException if the part is outside of the store, or the store is on the heap or released
     */
    public static InputMemory lend(String name, BytesStore<?, ?> bytes, long offset, long length) {
        BytesStore<?, ?> store = bytes.bytesStore();
        requirePart(name, store, offset, length);
        if (length == 0) {
            return InputMemory.lend(name, 0, 0, () -> {});
        }
        if (!store.isDirectMemory()) {
            throw new CarbideException("Bytes " + name + " must be off the heap to be read in place, got "
                    + store.getClass().getSimpleName() + ": copy them instead");
        }
        ReferenceOwner holder = ReferenceOwner.temporary(name);
        store.reserve(holder);
        try {
            return InputMemory.lend(name, store.addressForRead(offset), length, () -> store.release(holder));
        } catch (Throwable e) {
            store.release(holder);
            throw e;
        }
    }

    /** As {@link #lend}, of all bytes between the position and the limit for reading. */
    public static InputMemory lend(String name, BytesStore<?, ?> bytes) {
        return lend(name, bytes, bytes.readPosition(), bytes.readRemaining());
    }

    /** A copy of bytes, on the heap or off. The copy is reserved in the pool until it is let go. */
    public static InputMemory copy(
            String name, BytesStore<?, ?> bytes, long offset, long length, MemoryPool pool, PageAllocator pages) {
        BytesStore<?, ?> store = bytes.bytesStore();
        requirePart(name, store, offset, length);
        return InputMemory.copy(
                name,
                length,
                (from, chunk, count) -> {
                    for (int index = 0; index < count; index++) {
                        chunk[index] = store.readByte(offset + from + index);
                    }
                },
                pool,
                pages);
    }

    private static void requirePart(String name, BytesStore<?, ?> store, long offset, long length) {
        if (store.refCount() == 0) {
            throw new CarbideException("Bytes " + name + " must not be released before they are read");
        }
        // The limit that is safe, as the capacity of an elastic store says what it may grow to.
        long end = store.safeLimit();
        if (offset < store.start() || length < 0 || offset > end - length) {
            throw new CarbideException("Input must lie inside the bytes " + store.start() + " to " + end + " of " + name
                    + ", got offset " + offset + " and length " + length);
        }
    }
}
