package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.raw.RawMemory;

/**
 * Keeps the first rows of an order; rows behind the threshold are not even written. As long as these rows take little
 * memory they lie in a heap, which cannot be written out; once they take more, they are sorted like all rows of a full sort,
 * and the threshold follows from what has been sorted.
 */
final class TopNWorker extends SortWorker {
    /** With all that comes on top, a heap of this size fits what is guaranteed to the part. */
    private static final long HEAP_BYTES = 256 << 10;

    private final TopNHeap heap;
    private final SortPart part;
    private final Pin pin;
    private final RowOrder order;
    private final long[] candidates = new long[Batch.MAX_ROWS];
    private int count;
    private boolean sorts;

    TopNWorker(TopNHeap heap, SortPart part, RowOrder order) {
        this.heap = heap;
        this.part = part;
        this.order = order;
        this.pin = part.newPin();
    }

    @Override
    public Pin pin() {
        return pin;
    }

    @Override
    public boolean admits(long prefix) {
        return sorts ? part.admits(prefix) : Long.compareUnsigned(prefix, heap.threshold()) <= 0;
    }

    @Override
    public long allocate(int bytes) {
        if (!sorts && heap.bytes() + bytes > HEAP_BYTES) {
            endChunk();
            sorts = heap.bytes() + bytes > HEAP_BYTES;
            if (sorts) {
                leaveHeap();
            }
        }
        return sorts ? part.allocate(bytes, pin) : heap.allocate(bytes);
    }

    @Override
    public void allocate(int rows, int[] bytes, int[] more, long[] result) {
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += bytes[row] + more[row];
        }
        if (!sorts && heap.bytes() + sum > HEAP_BYTES) {
            sorts = true;
            leaveHeap();
        }
        if (sorts) {
            part.allocate(rows, bytes, more, result, pin);
            return;
        }
        for (int row = 0; row < rows; row++) {
            result[row] = heap.allocate(bytes[row] + more[row]);
        }
    }

    private void leaveHeap() {
        if (heap.isFull()) {
            part.cutOff(heap.threshold());
        }
        for (long index = 0; index < heap.size(); index++) {
            long row = heap.row(index);
            int bytes = order.layout().rowBytes(row);
            RawMemory.copy(row, part.allocate(bytes, pin), bytes);
        }
        heap.close();
    }

    @Override
    void added(long row) {
        if (!sorts) {
            candidates[count++] = row;
        }
    }

    @Override
    public void endChunk() {
        if (!sorts) {
            heap.offer(candidates, count);
            count = 0;
        }
    }

    @Override
    public void complete() {
        if (sorts) {
            part.seal(pin);
        }
    }

    /** Empty if the rows are in {@link #part()}. */
    TopNHeap heap() {
        return heap;
    }

    @Override
    SortPart part() {
        return part;
    }

    @Override
    public void close() {
        heap.close();
        part.close();
    }
}
