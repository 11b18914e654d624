package dev.carbide.bridges.chronicle;

import dev.carbide.bridges.MemoryRange;
import dev.carbide.offheap.column.BatchMemory;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.io.ReferenceOwner;

/**
 * Memory of Carbide seen as a Chronicle store of bytes, without copying. Chronicle counts who uses a store: the view is one
 * of them, {@code Bytes} over the store are others, and the owner of the memory is held until the last has released it.
 * After that the store refuses every access. Views are closed by one thread.
 *
 * <p>Unlike Chronicle's own stores, this one checks bounds at every access by offset.
 */
public final class ChronicleView implements AutoCloseable {
    private final BoundedBytesStore store;
    private boolean closed;

    private ChronicleView(BoundedBytesStore store) {
        this.store = store;
    }

    /**
     * A view that refuses to be written by offset and makes no {@code Bytes} to write into. Those to read are full; who sets
     * their positions back and appends text writes all the same, as Chronicle then goes past the store to the address.
     * {@code owner} as for {@link #writable}.
     */
    public static ChronicleView readOnly(MemoryRange range, BatchMemory owner) {
        return new ChronicleView(new BoundedBytesStore(range, owner, false));
    }

    /**
     * For whoever owns the memory alone; columns and rows that others read must not change.
     *
     * @param owner of the memory, such as {@code new BatchMemory(page::free)}; the view adds a hold of its own
     */
    public static ChronicleView writable(MemoryRange range, BatchMemory owner) {
        return new ChronicleView(new BoundedBytesStore(range, owner, true));
    }

    public BytesStore<?, Void> store() {
        return store;
    }

    /** Releases the view's own reference; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            store.release(ReferenceOwner.INIT);
        }
    }
}
