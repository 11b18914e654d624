package dev.carbide.bridges.agrona;

import dev.carbide.bridges.MemoryRange;
import dev.carbide.offheap.column.BatchMemory;
import dev.carbide.offheap.error.CarbideException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory of Carbide seen as an Agrona buffer, without copying. The view holds the owner of the memory until it is closed;
 * then the buffer has capacity 0, so that Agrona refuses every access. Buffers that others have wrapped around this one
 * know nothing of that and must be gone before, as must accesses of other threads.
 *
 * <p>Agrona checks bounds unless {@code -Dagrona.disable.bounds.checks=true}. It has no read-only buffers: the type
 * {@link DirectBuffer} is all that keeps a reader from writing. Views are closed by one thread.
 */
public final class AgronaView implements AutoCloseable {
    private final UnsafeBuffer buffer;
    private final BatchMemory owner;
    private boolean closed;

    private AgronaView(UnsafeBuffer buffer, BatchMemory owner) {
        this.buffer = buffer;
        this.owner = owner;
    }

    /**
     * @param owner of the memory, such as {@code new BatchMemory(page::free)}; the view adds a hold of its own
     * @throws CarbideException if the range is too long for a buffer of Agrona, or Agrona lacks its JVM option
     */
    public static AgronaView of(MemoryRange range, BatchMemory owner) {
        if (range.bytes() > Integer.MAX_VALUE) {
            throw new CarbideException("A buffer of Agrona has at most " + Integer.MAX_VALUE + " bytes, got "
                    + range.bytes() + ": take slices of the range");
        }
        UnsafeBuffer buffer = newBuffer(range);
        owner.retain();
        return new AgronaView(buffer, owner);
    }

    private static UnsafeBuffer newBuffer(MemoryRange range) {
        try {
            // An array makes Agrona look for its access to memory now; an address would do so at the first access.
            UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
            buffer.wrap(range.address(), (int) range.bytes());
            return buffer;
        } catch (IllegalAccessError | NoClassDefFoundError e) {
            throw new CarbideException(
                    "Agrona's buffers need the JVM option --add-exports java.base/jdk.internal.misc=ALL-UNNAMED", e);
        }
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** For whoever owns the memory alone; columns and rows that others read must not change. */
    public MutableDirectBuffer mutableBuffer() {
        return buffer;
    }

    /** Invalidates the buffer and lets go of the memory; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            buffer.wrap(0L, 0);
            owner.release();
        }
    }
}
