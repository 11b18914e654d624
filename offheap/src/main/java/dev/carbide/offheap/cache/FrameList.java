package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.spill.BlockCodec;
import dev.carbide.offheap.spill.BlockIdentity;

/** A block in compressed form, in memory or on disk. */
final class FrameList implements MemoryForm {
    private final Frames frames;
    private final FrameDirectory directory;
    private final FrameStorage storage;

    FrameList(Frames frames, FrameDirectory directory, FrameStorage storage) {
        this.frames = frames;
        this.directory = directory;
        this.storage = storage;
    }

    FrameDirectory directory() {
        return directory;
    }

    FrameStorage storage() {
        return storage;
    }

    BlockIdentity identity() {
        return frames.identity();
    }

    BlockCodec newCodec() {
        return frames.codec().get();
    }

    @Override
    public long bytes() {
        return storage.bytes();
    }

    @Override
    public long heapBytes() {
        return directory.heapBytes();
    }

    @Override
    public BlockCursor cursor(ZoneMap zones, MemoryPool pool, PageAllocator pages) {
        return new FrameCursor(this, zones, pool, pages);
    }

    @Override
    public FrameList writeTo(FrameStorage disk, Frames as) {
        FrameWriter writer = as.writer(disk);
        for (int frame = 0; frame < directory.count(); frame++) {
            writer.copy(this, frame);
        }
        return writer.finish();
    }

    @Override
    public void free() {
        storage.free();
    }
}
