package dev.carbide.bridges.agrona;

import dev.carbide.bridges.record.InputMemory;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import org.agrona.DirectBuffer;

/** Agrona buffers as memory to read records from. */
public final class AgronaInput {
    private AgronaInput() {}

    /**
     * The bytes of a buffer off the heap, read in place. They must stay mapped, unchanged and, if the buffer is expandable,
     * unmoved until {@code giveBack} has been called, by whichever thread lets go last. Nothing is reserved.
     *
     * @param name what messages call the buffer by
     * @throws CarbideException if the part is outside of the buffer, or the buffer wraps an array
     */
    public static InputMemory lend(String name, DirectBuffer buffer, int offset, int length, Runnable giveBack) {
        requirePart(name, buffer, offset, length);
        if (buffer.byteArray() != null) {
            throw new CarbideException("Buffer " + name + " must be off the heap to be read in place, got one around an"
                    + " array, which the collector moves: copy it instead");
        }
        return InputMemory.lend(name, buffer.addressOffset() + offset, length, giveBack);
    }

    /** As {@link #lend}, of the whole buffer. */
    public static InputMemory lend(String name, DirectBuffer buffer, Runnable giveBack) {
        return lend(name, buffer, 0, buffer.capacity(), giveBack);
    }

    /** A copy of the bytes of any buffer, which is free afterwards. The copy is reserved in the pool until it is let go. */
    public static InputMemory copy(
            String name, DirectBuffer buffer, int offset, int length, MemoryPool pool, PageAllocator pages) {
        requirePart(name, buffer, offset, length);
        return InputMemory.copy(
                name,
                length,
                (from, chunk, count) -> buffer.getBytes(offset + (int) from, chunk, 0, count),
                pool,
                pages);
    }

    private static void requirePart(String name, DirectBuffer buffer, int offset, int length) {
        if (offset < 0 || length < 0 || offset > buffer.capacity() - length) {
            throw new CarbideException("Input must lie inside the " + buffer.capacity() + " bytes of buffer " + name
                    + ", got offset " + offset + " and length " + length);
        }
    }
}
