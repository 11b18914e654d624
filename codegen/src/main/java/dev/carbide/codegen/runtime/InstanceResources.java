package dev.carbide.codegen.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import org.jspecify.annotations.Nullable;

/**
 * The off-heap memory that belongs to one instance of a generated class: its text constants, and scratch bytes for text
 * that expressions compute. It must outlive the instance and is used by one thread at a time.
 *
 * <pre>{@code
 * var resources = new InstanceResources(allocator, pool);
 * var pipeline = compiled.newInstance(CompiledPipeline.class, resources.bind(source.arguments()));
 * }</pre>
 */
public final class InstanceResources implements AutoCloseable {
    private final ScratchBytes scratch;
    private final ScratchBytes constants;

    /** @param pool pays for the memory, which is taken when it is first needed */
    public InstanceResources(PageAllocator allocator, MemoryPool pool) {
        this.scratch = new ScratchBytes(allocator, pool);
        this.constants = new ScratchBytes(allocator, pool);
    }

    /**
     * The parameters of an instance, with those replaced that are {@link Bindable}.
     *
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room for the constants
     */
    public @Nullable Object[] bind(@Nullable Object[] parameters) {
        @Nullable Object[] bound = parameters.clone();
        for (int index = 0; index < bound.length; index++) {
            if (bound[index] instanceof Bindable bindable) {
                bound[index] = bindable.bind(this);
            }
        }
        return bound;
    }

    /** Gives up the text computed so far: what was computed for one batch ends with it. */
    public void nextBatch() {
        scratch.reset();
    }

    /** Where text is computed into; reset by {@link #nextBatch}. */
    public ScratchBytes scratch() {
        return scratch;
    }

    /** Copies bytes to where they stay until {@link #close}; returns their address. */
    long constant(byte[] bytes) {
        long address = constants.allocate(Math.max(bytes.length, 1));
        RawMemory.copyFromHeap(bytes, 0, address, bytes.length);
        return address;
    }

    @Override
    public void close() {
        scratch.close();
        constants.close();
    }
}
