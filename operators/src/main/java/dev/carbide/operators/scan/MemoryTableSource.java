package dev.carbide.operators.scan;

import dev.carbide.offheap.column.BatchMemory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One query's scan of a {@link MemoryTable}: deals out morsels of the blocks that the ranges do not exclude. */
final class MemoryTableSource implements Source {
    static final int MORSEL_ROWS = 16 << 10;

    private final List<MemoryTable.Block> blocks;
    private final BatchMemory memory;
    private final ScanRequest request;
    private final int[] columns;
    /** Block and part of the block of each morsel. */
    private final int[] morsels;

    private final AtomicInteger dealt = new AtomicInteger();
    private boolean closed;

    /** Owns one hold of the memory. */
    MemoryTableSource(List<MemoryTable.Block> blocks, BatchMemory memory, ScanRequest request) {
        this.blocks = blocks;
        this.memory = memory;
        this.request = request;
        this.columns = request.columns().stream().mapToInt(Integer::intValue).toArray();
        int[] found = new int[16];
        int count = 0;
        for (int block = 0; block < blocks.size(); block++) {
            if (mayMatch(blocks.get(block))) {
                for (int from = 0; from < blocks.get(block).rows(); from += MORSEL_ROWS) {
                    found = count + 2 > found.length ? Arrays.copyOf(found, 2 * found.length) : found;
                    found[count++] = block;
                    found[count++] = from;
                }
            }
        }
        this.morsels = Arrays.copyOf(found, count);
    }

    private boolean mayMatch(MemoryTable.Block block) {
        for (ColumnRange range : request.ranges()) {
            int column = columns[range.column()];
            if (!block.hasValues()[column] || !range.overlaps(block.columns()[column].bounds())) {
                return false;
            }
        }
        return true;
    }

    /** The number of the next morsel, or -1. */
    int takeMorsel() {
        int morsel = dealt.getAndIncrement();
        return morsel < morsels.length / 2 ? morsel : -1;
    }

    MemoryTable.Block block(int morsel) {
        return blocks.get(morsels[2 * morsel]);
    }

    int firstRow(int morsel) {
        return morsels[2 * morsel + 1];
    }

    int[] columns() {
        return columns;
    }

    ScanRequest request() {
        return request;
    }

    BatchMemory memory() {
        return memory;
    }

    @Override
    public BatchReader newReader() {
        return new MemoryTableReader(this);
    }

    @Override
    public int maxReaders() {
        return Math.max(1, morsels.length / 2);
    }

    @Override
    public double progress() {
        return morsels.length == 0 ? 1 : Math.min(1, 2.0 * dealt.get() / morsels.length);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.release();
        }
    }
}
