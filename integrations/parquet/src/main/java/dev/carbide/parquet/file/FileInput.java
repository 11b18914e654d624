package dev.carbide.parquet.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file opened for reading at positions. Each reader has its own. */
public final class FileInput implements AutoCloseable {
    private static final int HEAP_STEP = 64 << 10;

    private final Path path;
    private final FileChannel channel;

    private FileInput(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static FileInput open(Path path) {
        try {
            return new FileInput(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw FileLocation.of(path).error(reason(e));
        }
    }

    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "access is denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    long size() throws IOException {
        return channel.size();
    }

    long modifiedMillis() throws IOException {
        return Files.getLastModifiedTime(path).toMillis();
    }

    /** Reads exactly {@code length} bytes of the file from {@code position} to {@code target} at {@code offset}. */
    public void read(long position, MemorySegment target, long offset, long length) {
        ByteBuffer buffer = target.asSlice(offset, length).asByteBuffer();
        try {
            while (buffer.position() < length) {
                // in small steps: for a buffer on the heap the channel makes a copy of the size of a step
                buffer.limit(
                        buffer.isDirect()
                                ? buffer.capacity()
                                : Math.min(buffer.capacity(), buffer.position() + HEAP_STEP));
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new MalformedDataException("the file ends at byte " + (position + buffer.position())
                            + ", expected data up to byte " + (position + length));
                }
            }
        } catch (IOException e) {
            throw new MalformedDataException("reading at byte " + position + " failed: " + reason(e));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was written, so nothing is lost
        }
    }
}
