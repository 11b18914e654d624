package dev.carbide.offheap.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file system itself. A {@code FileChannel} closes itself when a thread that uses it is interrupted, for all its
 * users; an asynchronous channel does not. With POSIX its operations run on the thread that calls.
 */
final class SystemSpillIo implements SpillIo {
    static final SystemSpillIo INSTANCE = new SystemSpillIo();

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] FILE = ownerOnly("rw-------");
    private static final FileAttribute<?>[] DIRECTORY = ownerOnly("rwx------");
    private static final Set<OpenOption> CREATE = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final @Nullable CallingThread EXECUTOR = POSIX ? new CallingThread() : null;

    private SystemSpillIo() {}

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, DIRECTORY);
    }

    static AsynchronousFileChannel open(Path file) throws IOException {
        return AsynchronousFileChannel.open(file, CREATE, EXECUTOR, FILE);
    }

    @Override
    public SpillChannel create(Path file) throws IOException {
        return new Channel(open(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public long usableBytes(Path directory) {
        return directory.toFile().getUsableSpace(); // a file store would search the mounts for each file
    }

    private record Channel(AsynchronousFileChannel channel) implements SpillChannel {
        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return await(channel.write(source, position));
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return await(channel.read(target, position));
        }

        private static int await(Future<Integer> result) throws IOException {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return result.get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Runs what it is given at once. */
    private static final class CallingThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
