package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideInternalException;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one store below one of the configured roots: made when it is first needed, locked as long as the store
 * lives. Thread-safe.
 */
final class SpillDirectory {
    static final String PREFIX = "carbide-spill-";
    static final String LOCK = "lock";

    private static final int NAME_BYTES = 16;
    private static final int MOST_ATTEMPTS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;
    private @Nullable Path path;
    private @Nullable AsynchronousFileChannel lock;
    private boolean closed;

    SpillDirectory(Path root) {
        this.root = root;
    }

    static String randomName() {
        byte[] bytes = new byte[NAME_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Path root() {
        return root;
    }

    /** The directory, which exists and is locked. */
    synchronized Path path() throws IOException {
        if (closed) {
            throw new CarbideInternalException("The spill store is closed");
        }
        Path present = path;
        if (present != null) {
            return present;
        }
        var _ = Leftovers.remove(root); // what cannot be removed must not keep a query from spilling
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Path made = root.resolve(PREFIX + randomName());
            if (make(made)) {
                path = made;
                return made;
            }
        }
        throw new IOException("Somebody removes the directories made in " + root + " at once");
    }

    /**
     * The directory to use after this one was found to be missing: programs that tidy the temp directory may remove one
     * that was not used for days.
     */
    synchronized Path replace(Path missing) throws IOException {
        if (missing.equals(path) && Files.notExists(missing, LinkOption.NOFOLLOW_LINKS)) {
            close();
            closed = false;
        }
        return path();
    }

    /**
     * Makes and locks a directory. Between the two, another process may take it for a leftover; then there is no lock file
     * any more, and a directory of another name is needed.
     */
    private boolean make(Path directory) throws IOException {
        String name = directory.getFileName().toString();
        LiveDirectories.add(name); // before anybody can see it
        boolean made = false;
        try {
            SystemSpillIo.createDirectory(directory);
            made = lock(directory);
            return made;
        } finally {
            if (!made) {
                LiveDirectories.remove(name);
            }
        }
    }

    private boolean lock(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        AsynchronousFileChannel channel = null;
        try {
            channel = SystemSpillIo.open(file);
            if (channel.tryLock() != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                lock = channel;
                return true;
            }
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            if (lock != channel) {
                abandon(directory, channel);
            }
        }
        return false;
    }

    private static void abandon(Path directory, @Nullable AsynchronousFileChannel channel) throws IOException {
        if (channel != null) {
            Files.deleteIfExists(directory.resolve(LOCK));
            channel.close();
        }
        Files.deleteIfExists(directory);
    }

    /** Deletes the directory, which must be empty but for the lock. */
    synchronized void close() throws IOException {
        closed = true;
        Path made = path;
        if (made == null) {
            return;
        }
        Files.deleteIfExists(made.resolve(LOCK));
        Files.deleteIfExists(made);
        path = null;
        if (lock != null) {
            lock.close();
        }
        LiveDirectories.remove(made.getFileName().toString());
    }
}
