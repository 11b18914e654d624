package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import java.lang.foreign.MemorySegment;

/**
 * The work space of one writer or one reader at a time: room for the raw bytes of a block, and for the block. Writing and
 * reading need no other memory.
 */
public final class SpillBuffers implements AutoCloseable {
    public static final int DEFAULT_BLOCK_BYTES = 64 << 10;
    public static final int LARGEST_BLOCK_BYTES = 1 << 20;

    private static final int SMALLEST_BLOCK_BYTES = 4 << 10;

    private final Page page;
    private final int blockBytes;

    /**
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room for {@link #bytes()}
     */
    public SpillBuffers(MemoryPool pool, PageAllocator pages) {
        this(pool, pages, DEFAULT_BLOCK_BYTES);
    }

    /** @param blockBytes the most that a block may have, header included: a power of two from 4 KiB to 1 MiB */
    public SpillBuffers(MemoryPool pool, PageAllocator pages, int blockBytes) {
        if (blockBytes < SMALLEST_BLOCK_BYTES
                || blockBytes > LARGEST_BLOCK_BYTES
                || Integer.bitCount(blockBytes) != 1) {
            throw new CarbideInternalException("Blocks need a power of two from " + SMALLEST_BLOCK_BYTES + " to "
                    + LARGEST_BLOCK_BYTES + " bytes, got " + blockBytes);
        }
        this.blockBytes = blockBytes;
        this.page = pages.allocate(pool, bytes(blockBytes));
    }

    /** What buffers of the default size take from their pool. */
    public static long bytes() {
        return bytes(DEFAULT_BLOCK_BYTES);
    }

    public static long bytes(int blockBytes) {
        return 2L * blockBytes;
    }

    int blockBytes() {
        return blockBytes;
    }

    /** The most raw bytes a block can have: so many that it never needs more than {@link #blockBytes}. */
    int rawBytes() {
        return blockBytes - (int) BlockFormat.roomFor(0);
    }

    long rawAddress() {
        return page.address();
    }

    MemorySegment raw() {
        return page.segment().asSlice(0, rawBytes());
    }

    MemorySegment block() {
        return page.segment().asSlice(blockBytes, blockBytes);
    }

    @Override
    public void close() {
        page.free();
    }
}
