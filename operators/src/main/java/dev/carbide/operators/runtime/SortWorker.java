package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;

/** One worker's part of a sort or top-N. For one thread, until {@link #complete} hands it to the {@link SortState}. */
public abstract sealed class SortWorker implements AutoCloseable permits FullSortWorker, TopNWorker {
    /** Whether a row whose key begins with these 8 bytes (unsigned) can be among the rows kept. */
    public abstract boolean admits(long prefix);

    /** What the worker's thread is inside of whenever it calls one of these methods. */
    public abstract Pin pin();

    /**
     * A new row; the caller writes its fields and its encoded key, and calls {@link #add}. The addresses of rows that came
     * before are void then.
     */
    public abstract long allocate(int bytes);

    /** The same for all rows of a chunk, of {@code bytes[i] + more[i]} bytes each; they are added in this order. */
    public abstract void allocate(int count, int[] bytes, int[] more, long[] result);

    /** Takes a row that is written, whose encoded key begins with {@code prefix}. */
    public final void add(long row, long prefix) {
        RawMemory.putLong(row + RowLayout.KEY_OFFSET, prefix);
        added(row);
    }

    abstract void added(long row);

    /** All tuples of a chunk have been added. */
    public abstract void endChunk();

    /** This worker's input has ended: does its share of the sorting. */
    public abstract void complete();

    abstract SortPart part();

    @Override
    public abstract void close();
}
