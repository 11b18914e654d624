package dev.carbide.operators.runtime;

/** Rows that lie in memory, in the order of their entries. */
final class MemoryInput extends MergeInput implements AutoCloseable {
    private final SortedRows rows;
    private final long size;
    private long position;

    /** Takes over the entries, of which the first {@code atMost} count. */
    MemoryInput(SortedRows rows, long atMost) {
        this.rows = rows;
        this.size = Math.min(rows.size(), atMost);
    }

    @Override
    long head() {
        return position < size ? rows.row(position) : NONE;
    }

    @Override
    long advance() {
        position++;
        return head();
    }

    @Override
    long refill() {
        return NONE;
    }

    /** Takes up to {@code most} rows, as {@link SortedMerge#next} does. */
    int take(long[] to, int most) {
        int count = rows.read(position, to, (int) Math.min(most, size - position));
        position += count;
        return count;
    }

    /** Takes back the rows taken last. */
    void back(int count) {
        position -= count;
    }

    boolean isEmpty() {
        return position == size;
    }

    /** Rows not taken yet. */
    long left() {
        return size - position;
    }

    @Override
    public void close() {
        rows.close();
    }
}
