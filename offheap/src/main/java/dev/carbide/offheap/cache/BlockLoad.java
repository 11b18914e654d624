package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.spill.SpillException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The load of one block, by the one who reads it from its source: rows are copied as they pass, and the block is there once
 * it is published. When memory or disk do not suffice, or execution needs the memory, the load fails silently: the block
 * is not cached then. Used by one thread, but its memory can be taken away by any.
 */
public final class BlockLoad implements AutoCloseable {
    private final CacheRegion region;
    private final int slot;
    private final int generation;
    private final ZoneMap zones;
    /** Held while rows are copied; whoever takes the memory away only tries it. */
    private final ReentrantLock copying = new ReentrantLock();

    // Guarded by copying.
    private @Nullable BlockBuild build;
    private long advance;
    private int rows;
    private boolean ended;

    BlockLoad(CacheRegion region, int slot, int generation) {
        this.region = region;
        this.slot = slot;
        this.generation = generation;
        this.zones = new ZoneMap(region.typeOf(slot));
    }

    /**
     * Sees whether there is room.
     *
     * @param expectedRows 0 if not known
     * @param expectedBytes about what the block will take as columns in memory
     * @return false if there is no use in going on; {@link #close} follows anyway
     */
    public boolean begin(long expectedRows, long expectedBytes) {
        copying.lock();
        try {
            build = region.newBuild(slot, expectedRows, expectedBytes);
            // what was promised stays free for the areas that the first rows need
            advance = build instanceof ResidentBuild ? region.cache().borrow(region, expectedBytes) : 0;
            return true;
        } catch (NoRoomException | SpillException e) {
            fail(e);
            return false;
        } finally {
            copying.unlock();
        }
    }

    /** Copies rows of a column. */
    public void append(Column column, int from, int count) {
        copying.lock();
        try {
            BlockBuild present = build;
            if (present == null) {
                return;
            }
            returnAdvance();
            present.append(column, from, count);
            zones.add(column, from, count, rows);
            rows = Math.addExact(rows, count);
        } catch (NoRoomException | SpillException e) {
            fail(e);
        } catch (Throwable e) {
            fail(null);
            throw e;
        } finally {
            copying.unlock();
        }
    }

    /** All rows have come: the block can be used from now on. */
    public void publish() {
        copying.lock();
        try {
            BlockBuild complete = build;
            if (complete == null) {
                return;
            }
            returnAdvance();
            MemoryForm form = complete.finish();
            build = null;
            region.publish(slot, generation, rows, zones, form);
        } catch (NoRoomException | SpillException e) {
            fail(e);
        } finally {
            copying.unlock();
            close();
        }
    }

    private void returnAdvance() {
        region.cache().giveBack(advance);
        advance = 0;
    }

    private void fail(@Nullable RuntimeException cause) {
        returnAdvance();
        BlockBuild failed = build;
        build = null;
        if (failed != null) {
            failed.close();
        }
        if (cause != null) {
            region.loadFailed(slot, cause);
        }
    }

    /** Frees what was copied so far, if nobody is copying right now. The rest of the rows will be ignored. */
    void abandon() {
        if (copying.isHeldByCurrentThread() || !copying.tryLock()) {
            return;
        }
        try {
            fail(null);
        } finally {
            copying.unlock();
        }
    }

    /** Gives the load up, unless it was published. */
    @Override
    public void close() {
        copying.lock();
        try {
            fail(null);
            if (ended) {
                return;
            }
            ended = true;
        } finally {
            copying.unlock();
        }
        region.loadEnded(slot, this);
    }
}
