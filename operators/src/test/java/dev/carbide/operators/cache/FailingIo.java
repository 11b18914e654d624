package dev.carbide.operators.cache;

import dev.carbide.offheap.spill.SpillChannel;
import dev.carbide.offheap.spill.SpillIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The file system, until it is told to fail. */
final class FailingIo implements SpillIo {
    volatile boolean writesFail;
    volatile boolean readsFail;

    @Override
    public SpillChannel create(Path file) throws IOException {
        SpillChannel channel = SpillIo.system().create(file);
        return new SpillChannel() {
            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                if (writesFail) {
                    throw new IOException("Written on no disk");
                }
                return channel.write(source, position);
            }

            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                if (readsFail) {
                    throw new IOException("Read from no disk");
                }
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
