package dev.carbide.offheap.cache;

import java.lang.foreign.MemorySegment;

/** Frames in a file that other blocks write to as well. What is not read any more stays there until the file goes. */
final class DiskFrames implements FrameStorage {
    private final CacheFile file;
    private long bytes;

    DiskFrames(CacheFile file) {
        this.file = file;
    }

    @Override
    public void prepare(long some) {
        // frames pass through the work space
    }

    @Override
    public MemorySegment target(FrameScratch scratch, long some) {
        return scratch.frame();
    }

    @Override
    public long keep(MemorySegment target, int size) {
        long position = file.append(target.asSlice(0, size).asByteBuffer());
        bytes += size;
        return position;
    }

    @Override
    public void read(long position, MemorySegment into) {
        file.read(position, into.asByteBuffer());
    }

    @Override
    public void seal() {
        // everything is written already
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** The bytes in the file are abandoned. */
    @Override
    public void free() {
        file.abandon(bytes);
        bytes = 0;
    }
}
