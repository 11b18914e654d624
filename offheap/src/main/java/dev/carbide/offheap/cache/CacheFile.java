package dev.carbide.offheap.cache;

import dev.carbide.offheap.spill.BlockCodec;
import dev.carbide.offheap.spill.SpillFile;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/** A spill file that blocks of one region share. Several threads may write; frames of different blocks then alternate. */
final class CacheFile {
    private final SpillFile file;
    /** Held while a frame is written, by writers of this file only. */
    private final ReentrantLock writing = new ReentrantLock();

    // Guarded by writing.
    private long abandoned;
    private boolean failed;

    CacheFile(SpillFile file) {
        this.file = file;
    }

    BlockCodec newCodec() {
        return file.newCodec();
    }

    /** @return the position of the frame */
    long append(ByteBuffer frame) {
        writing.lock();
        try {
            if (failed) {
                throw NoRoomException.INSTANCE;
            }
            long position = file.size();
            boolean written = false;
            try {
                file.append(frame);
                written = true;
            } finally {
                failed |= !written;
            }
            return position;
        } finally {
            writing.unlock();
        }
    }

    void read(long position, ByteBuffer into) {
        file.read(position, into);
    }

    /** Whether it takes no more, as something failed or most of it is abandoned. */
    boolean isSpent() {
        writing.lock();
        try {
            return failed;
        } finally {
            writing.unlock();
        }
    }

    void abandon(long bytes) {
        writing.lock();
        try {
            abandoned += bytes;
        } finally {
            writing.unlock();
        }
    }

    long abandoned() {
        writing.lock();
        try {
            return abandoned;
        } finally {
            writing.unlock();
        }
    }

    long size() {
        return file.size();
    }

    void close() {
        file.close();
    }
}
