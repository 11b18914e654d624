package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.TestMemory;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.raw.RawMemory;
import java.util.ArrayList;
import java.util.List;

/** Writes rows of these sizes, of which each word tells its row and place, and checks what is read. */
final class TestRows implements AutoCloseable {
    static final int BLOCK_BYTES = 4 << 10;

    private final TestMemory memory;
    private final List<Integer> sizes;
    private final SpillBuffers buffers;
    private final Page row;

    TestRows(TestMemory memory, Integer... sizes) {
        this.memory = memory;
        this.sizes = List.of(sizes);
        this.buffers = new SpillBuffers(memory.pool(), memory.pages(), BLOCK_BYTES);
        this.row = memory.pages().allocate(memory.pool(), this.sizes.stream().reduce(8, Math::max));
    }

    TestMemory memory() {
        return memory;
    }

    private static long word(int row, int offset) {
        return row * 1_000_003L + offset * 0x9E37_79B9L * (row % 2);
    }

    /** Two segments with the same rows. */
    List<RunSegment> write(SpillFile file) {
        RowRunWriter writer = new RowRunWriter(file, buffers);
        List<RunSegment> segments = new ArrayList<>();
        for (int segment = 0; segment < 2; segment++) {
            for (int number = 0; number < sizes.size(); number++) {
                for (int offset = 0; offset < sizes.get(number); offset += Long.BYTES) {
                    RawMemory.putLong(row.address() + offset, word(number, offset));
                }
                writer.append(row.address(), sizes.get(number));
            }
            segments.add(writer.cut());
        }
        return segments;
    }

    void writeAndClose(SpillFile file) {
        try (this) {
            write(file);
        }
    }

    void check(List<RunSegment> segments) {
        segments.forEach(this::check);
    }

    void check(RunSegment segment) {
        RowRunReader reader = new RowRunReader(segment, buffers);
        int number = 0;
        while (reader.nextBlock()) {
            if (reader.oversizeBytes() > 0) {
                assertEquals(sizes.get(number), reader.oversizeBytes());
                reader.copyOversize(row.address());
                check(row.address(), number++);
                continue;
            }
            long at = reader.blockAddress();
            for (int row = 0; row < reader.blockRows(); row++) {
                check(at, number);
                at += sizes.get(number++);
            }
        }
        assertEquals(sizes.size(), number);
    }

    private void check(long address, int number) {
        for (int offset = 0; offset < sizes.get(number); offset += Long.BYTES) {
            assertEquals(word(number, offset), RawMemory.getLong(address + offset));
        }
    }

    @Override
    public void close() {
        row.free();
        buffers.close();
    }
}
