package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.spill.BlockFormat;
import java.lang.foreign.MemorySegment;

/** Work space for making one frame: its raw bytes, and the frame. */
final class FrameScratch implements AutoCloseable {
    /** The most that the frame of raw bytes of the standard size can have. */
    static final int FRAME_BYTES = 256 << 10;

    static final int RAW_BYTES = FRAME_BYTES - (int) BlockFormat.roomFor(0) - Long.BYTES;

    private final Page raw;
    private final Page frame;

    /** For frames of up to so many raw bytes. */
    FrameScratch(CacheMemory memory, long rawBytes) {
        raw = memory.allocate(rawBytes);
        try {
            frame = memory.allocate(BlockFormat.roomFor(rawBytes));
        } catch (Throwable e) {
            raw.free();
            throw e;
        }
    }

    MemorySegment raw() {
        return raw.segment();
    }

    MemorySegment frame() {
        return frame.segment();
    }

    @Override
    public void close() {
        raw.free();
        frame.free();
    }
}
