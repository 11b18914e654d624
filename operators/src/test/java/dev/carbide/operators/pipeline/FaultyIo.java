package dev.carbide.operators.pipeline;

import dev.carbide.offheap.spill.SpillChannel;
import dev.carbide.offheap.spill.SpillIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The file system, but one write or one read fails. */
final class FaultyIo implements SpillIo {
    private final AtomicLong writesLeft;
    private final AtomicLong readsLeft;

    /**
     * @param write the number of the write that fails, from 1; 0 for none
     * @param read the number of the read that fails, from 1; 0 for none
     */
    FaultyIo(long write, long read) {
        writesLeft = new AtomicLong(write);
        readsLeft = new AtomicLong(read);
    }

    /** Whether something has failed. */
    boolean failed() {
        return writesLeft.get() < 0 || readsLeft.get() < 0;
    }

    private static void count(AtomicLong left) throws IOException {
        if (left.get() > 0 && left.decrementAndGet() == 0) {
            left.set(-1);
            throw new IOException("injected");
        }
    }

    @Override
    public SpillChannel create(Path file) throws IOException {
        SpillChannel channel = SpillIo.system().create(file);
        return new SpillChannel() {
            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                count(writesLeft);
                return channel.write(source, position);
            }

            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                count(readsLeft);
                return channel.read(target, position);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void delete(Path file) throws IOException {
        SpillIo.system().delete(file);
    }

    @Override
    public long usableBytes(Path directory) {
        return SpillIo.system().usableBytes(directory);
    }
}
