package dev.carbide.offheap.memory;

import dev.carbide.offheap.memory.PageAllocator.Block;
import dev.carbide.offheap.raw.SystemMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of power-of-two sizes from chunks that are mapped when needed. Free memory that may be resident stays below the
 * idle limit: chunks that are free as a whole are unmapped, the free blocks of others discarded, the dirtiest chunk first.
 *
 * <p>All methods may be called by any thread. The system takes memory back outside the lock.
 */
final class ChunkHeap {
    private final SystemMemory memory;
    private final int unitBits;
    private final int orders;
    private final long chunkSize;
    private final long idleLimit;

    private final ReentrantLock lock = new ReentrantLock();
    private final ChunkList chunks;
    private long mappedChunks;
    private long emptyChunks;
    private long idleUnits;

    ChunkHeap(SystemMemory memory, long unitSize, long chunkSize, long idleLimit) {
        this.memory = memory;
        this.unitBits = Long.numberOfTrailingZeros(unitSize);
        this.orders = Long.numberOfTrailingZeros(chunkSize) - unitBits;
        this.chunkSize = chunkSize;
        this.idleLimit = idleLimit;
        this.chunks = new ChunkList(orders);
    }

    Block allocate(long size) {
        int order = orderOf(size);
        lock.lock();
        try {
            Chunk chunk = chunks.bestFor(order);
            if (chunk == null) {
                chunk = new Chunk(memory.map(chunkSize, chunkSize), unitBits, orders);
                mappedChunks++;
            } else {
                chunks.remove(chunk);
                emptyChunks -= chunk.isEmpty() ? 1 : 0;
            }
            int unit = chunk.allocate(order);
            int dirty = chunk.takeDirty(unit, order);
            idleUnits -= dirty;
            chunks.add(chunk);
            return new Block(chunk, chunk.addressOf(unit), dirty == 0);
        } finally {
            lock.unlock();
        }
    }

    void free(Chunk chunk, long address, long size) {
        int order = orderOf(size);
        boolean unmap;
        boolean overLimit;
        lock.lock();
        try {
            if (!chunk.discarding) {
                chunks.remove(chunk);
            }
            chunk.free(chunk.unitOf(address), order);
            idleUnits += 1L << order;
            emptyChunks += chunk.isEmpty() ? 1 : 0;
            unmap = !chunk.discarding && !putBack(chunk);
            overLimit = idleBytes() > idleLimit;
        } finally {
            lock.unlock();
        }
        if (unmap) {
            memory.unmap(chunk.address, chunkSize);
        }
        if (overLimit) {
            discardDownTo(idleLimit / 2);
        }
    }

    /** Discards idle memory down to half of {@code bytes} when there is more. */
    void keepIdleBelow(long bytes) {
        if (bytes < idleLimit && idleBytes() > Math.max(0, bytes)) {
            discardDownTo(Math.max(0, bytes) / 2);
        }
    }

    /** Holds the lock. Keeps the chunk for further blocks, or drops it, to be unmapped by the caller. */
    private boolean putBack(Chunk chunk) {
        if (!chunk.isEmpty() || !tooManyEmpty()) {
            chunks.add(chunk);
            return true;
        }
        emptyChunks--;
        mappedChunks--;
        idleUnits -= chunk.dirtyUnits();
        return false;
    }

    private boolean tooManyEmpty() {
        return emptyChunks * chunkSize > Math.max(chunkSize, idleLimit)
                || (!memory.discards() && idleBytes() > idleLimit);
    }

    private void discardDownTo(long bytes) {
        if (!memory.discards()) {
            return;
        }
        while (true) {
            Chunk chunk;
            UnitSet dirty;
            lock.lock();
            try {
                chunk = idleBytes() <= bytes ? null : dirtiestChunk();
                if (chunk == null) {
                    return;
                }
                chunks.remove(chunk);
                chunk.discarding = true;
                idleUnits -= chunk.dirtyUnits();
                dirty = chunk.takeAllDirty();
            } finally {
                lock.unlock();
            }
            discard(chunk, dirty);
            boolean unmap;
            lock.lock();
            try {
                chunk.discarding = false;
                unmap = !putBack(chunk);
            } finally {
                lock.unlock();
            }
            if (unmap) {
                memory.unmap(chunk.address, chunkSize);
            }
        }
    }

    private void discard(Chunk chunk, UnitSet units) {
        for (int from = units.nextIn(0); from >= 0; ) {
            int to = units.nextOut(from);
            memory.discard(chunk.addressOf(from), chunk.addressOf(to) - chunk.addressOf(from));
            from = units.nextIn(to);
        }
    }

    private @Nullable Chunk dirtiestChunk() {
        Chunk dirtiest = null;
        for (Chunk chunk : chunks.all()) {
            if (chunk.dirtyUnits() > (dirtiest == null ? 0 : dirtiest.dirtyUnits())) {
                dirtiest = chunk;
            }
        }
        return dirtiest;
    }

    /** Gives all free memory back to the system. */
    void trim() {
        List<Chunk> empty = new ArrayList<>();
        lock.lock();
        try {
            for (Chunk chunk : chunks.all()) {
                if (chunk.isEmpty()) {
                    empty.add(chunk);
                }
            }
            for (Chunk chunk : empty) {
                chunks.remove(chunk);
                emptyChunks--;
                mappedChunks--;
                idleUnits -= chunk.dirtyUnits();
            }
        } finally {
            lock.unlock();
        }
        empty.forEach(chunk -> memory.unmap(chunk.address, chunkSize));
        discardDownTo(0);
    }

    long mappedBytes() {
        lock.lock();
        try {
            return mappedChunks * chunkSize;
        } finally {
            lock.unlock();
        }
    }

    long idleBytes() {
        lock.lock();
        try {
            return idleUnits << unitBits;
        } finally {
            lock.unlock();
        }
    }

    long idleLimit() {
        return idleLimit;
    }

    private int orderOf(long size) {
        return Long.numberOfTrailingZeros(size) - unitBits;
    }
}
