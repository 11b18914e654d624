package dev.carbide.offheap.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file of blocks, deleted when it is closed. One thread at a time may append, any number may read what was appended
 * before. After a failed write it takes no more.
 */
public final class SpillFile implements AutoCloseable {
    private final SpillStore store;
    private final SpillTarget target;
    private final Path path;
    private final String purpose;
    private final SpillChannel channel;
    private final SpillMetrics owner;
    private final BlockIdentity identity;
    /** The end of the last complete block. */
    private volatile long size;

    private volatile int widestBlock;
    // Guarded by this.
    private long charged;
    private boolean failed;
    private boolean closed;

    SpillFile(
            SpillStore store, SpillTarget target, Path path, String purpose, SpillChannel channel, SpillMetrics owner) {
        this.store = store;
        this.target = target;
        this.path = path;
        this.purpose = purpose;
        this.channel = channel;
        this.owner = owner;
        String name = path.getFileName().toString();
        this.identity = new BlockIdentity(
                HexFormat.fromHexDigitsToLong(name, 0, 16), HexFormat.fromHexDigitsToLong(name, 16, 32));
    }

    public Path path() {
        return path;
    }

    /** The bytes of all blocks, which is where the next one will begin. */
    public long size() {
        return size;
    }

    /** What the blocks of this file are bound to. */
    public BlockIdentity identity() {
        return identity;
    }

    /** A codec for the blocks of this file. */
    public BlockCodec newCodec() {
        return store.newCodec();
    }

    /** Says that buffers for blocks of this size are used to write. */
    synchronized void widen(int blockBytes) {
        widestBlock = Math.max(widestBlock, blockBytes);
    }

    /** The size of block that buffers must be made for to read all that was written. */
    int widestBlock() {
        return widestBlock;
    }

    /**
     * Writes a block behind the last one; {@link #size} was its position.
     *
     * @param block all that remains of it is written
     * @throws SpillException if the quota or the disk has no room, or the write fails
     */
    public synchronized void append(ByteBuffer block) {
        if (closed || failed) {
            throw failure(
                    "cannot be written: it is closed" + (closed ? "" : " to writers since one failed"), size, null);
        }
        int bytes = block.remaining();
        failed = true;
        if (!store.charge(bytes)) {
            throw failure(
                    "cannot be written: " + bytes + " bytes are needed, and " + store.quotaLeft()
                            + " are left of the quota of " + store.settings().quotaBytes(),
                    size,
                    null);
        }
        charged += bytes;
        write(block, bytes);
        size += bytes;
        failed = false;
    }

    private void write(ByteBuffer block, int bytes) {
        int written = 0;
        long start = System.nanoTime();
        try {
            while (written < bytes) {
                int count = channel.write(block, size + written);
                if (count <= 0) {
                    throw new IOException("Nothing can be written");
                }
                written += count;
            }
        } catch (IOException e) {
            target.failed();
            throw failure(
                    "cannot be written: " + SpillException.reason(e) + "; " + bytes + " bytes are needed, and "
                            + target.usableBytes() + " are free in " + target.root(),
                    size + written,
                    e);
        } finally {
            store.refund(bytes - written);
            charged -= bytes - written;
            long nanos = System.nanoTime() - start;
            store.metrics().wrote(written, nanos);
            owner.wrote(written, nanos);
        }
    }

    /**
     * Fills what remains of {@code buffer} with the bytes from {@code position}.
     *
     * @throws SpillException if the file ends before, or the read fails
     */
    public void read(long position, ByteBuffer buffer) {
        int bytes = buffer.remaining();
        int found = 0;
        long start = System.nanoTime();
        try {
            while (found < bytes) {
                int count = channel.read(buffer, position + found);
                if (count <= 0) {
                    throw new IOException("The file ends here, and " + (bytes - found) + " more bytes are needed");
                }
                found += count;
            }
        } catch (IOException e) {
            throw failure("cannot be read: " + SpillException.reason(e), position + found, e);
        } finally {
            long nanos = System.nanoTime() - start;
            store.metrics().read(found, nanos);
            owner.read(found, nanos);
        }
    }

    SpillException failure(String what, long offset, @Nullable Throwable cause) {
        return new SpillException(this + " " + what + ", at offset " + offset, path, offset, cause);
    }

    /**
     * Deletes the file. Reads that are under way fail.
     *
     * @throws SpillException if it cannot be deleted; a second call tries again
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        failed = true;
        try {
            channel.close();
            target.io().delete(path);
        } catch (IOException e) {
            throw failure("cannot be deleted: " + SpillException.reason(e), 0, e);
        }
        closed = true;
        store.refund(charged);
        charged = 0;
        store.forget(this);
    }

    @Override
    public String toString() {
        return "Spill file " + path + " (" + purpose + ")";
    }
}
