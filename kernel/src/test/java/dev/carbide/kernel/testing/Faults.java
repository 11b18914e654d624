package dev.carbide.kernel.testing;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.AllocationObserver;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.spill.SpillChannel;
import dev.carbide.offheap.spill.SpillIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the allocations, writes and reads of a kernel, and makes one of them fail. */
public final class Faults implements SpillIo, AllocationObserver {
    /** What can fail. */
    public enum Operation {
        ALLOCATE,
        CREATE,
        WRITE,
        READ
    }

    /** What a failed allocation throws. */
    public static final class NoMemory extends CarbideException {
        private static final long serialVersionUID = 1L;

        NoMemory(MemoryPool pool, long bytes) {
            super("Injected: no " + bytes + " bytes for " + pool.path());
        }
    }

    private final AtomicLong[] counts = {new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong()};
    private volatile Operation failing = Operation.ALLOCATE;
    private volatile long number = -1;

    /** From now on operations are counted anew, and the one of that kind and number, from 0, fails; none if negative. */
    public void fail(Operation operation, long numberOf) {
        failing = operation;
        number = numberOf;
        for (AtomicLong count : counts) {
            count.set(0);
        }
    }

    public long count(Operation operation) {
        return counts[operation.ordinal()].get();
    }

    private boolean fails(Operation operation) {
        return counts[operation.ordinal()].getAndIncrement() == number && operation == failing;
    }

    private void pass(Operation operation) throws IOException {
        if (fails(operation)) {
            throw new IOException("Injected failure of " + operation);
        }
    }

    @Override
    public void allocating(MemoryPool pool, long bytes) {
        if (fails(Operation.ALLOCATE)) {
            throw new NoMemory(pool, bytes);
        }
    }

    @Override
    public SpillChannel create(Path file) throws IOException {
        pass(Operation.CREATE);
        SpillChannel channel = SpillIo.system().create(file);
        return new SpillChannel() {
            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                pass(Operation.WRITE);
                return channel.write(source, position);
            }

            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                pass(Operation.READ);
                return channel.read(target, position);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void delete(Path file) throws IOException {
        SpillIo.system().delete(file);
    }

    @Override
    public long usableBytes(Path directory) {
        return SpillIo.system().usableBytes(directory);
    }
}
