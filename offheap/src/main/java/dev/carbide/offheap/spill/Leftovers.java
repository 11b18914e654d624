package dev.carbide.offheap.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes the spill directories of dead processes: those whose lock is free. A live process holds the lock of its
 * directory from before it writes there until it has deleted all. A directory without a lock file is either empty and goes, or
 * is not ours. Names are resolved in the open directory, so that nothing is followed that somebody puts in place of it.
 */
final class Leftovers {
    private final Path root;
    private final List<Path> removed = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();

    private Leftovers(Path root) {
        this.root = root;
    }

    /** One at a time in a process: a lock file that two threads have open loses its lock when one of them closes it. */
    static synchronized Leftovers remove(Path root) {
        Leftovers leftovers = new Leftovers(root);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            if (entries instanceof SecureDirectoryStream<Path> directory) {
                leftovers.removeDead(directory);
            }
        } catch (IOException e) {
            leftovers.failures.add(e);
        }
        return leftovers;
    }

    List<Path> removed() {
        return removed;
    }

    List<IOException> failures() {
        return failures;
    }

    private void removeDead(SecureDirectoryStream<Path> directory) {
        for (Path name : names(directory, SpillDirectory.PREFIX)) {
            if (LiveDirectories.contains(name.toString())) {
                continue;
            }
            try {
                if (attributes(directory, name).isDirectory() && emptied(directory, name)) {
                    directory.deleteDirectory(name);
                    removed.add(root.resolve(name));
                }
            } catch (IOException e) {
                // Another process was faster, or it belongs to another user.
                boolean notOurs = e instanceof NoSuchFileException || e instanceof AccessDeniedException;
                if (!notOurs) {
                    failures.add(e);
                }
            }
        }
    }

    private static List<Path> names(DirectoryStream<Path> directory, String prefix) {
        List<Path> names = new ArrayList<>();
        for (Path entry : directory) {
            Path name = entry.getFileName();
            if (name.toString().startsWith(prefix)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Whether the directory belongs to nobody alive and nothing is left in it. */
    private static boolean emptied(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try (SecureDirectoryStream<Path> directory = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> files = names(directory, "");
            Path lock = name.getFileSystem().getPath(SpillDirectory.LOCK);
            if (!files.remove(lock)) {
                return files.isEmpty();
            }
            try (FileChannel locked = lock(directory, lock)) {
                if (locked == null) {
                    return false;
                }
                for (Path file : files) {
                    directory.deleteFile(file);
                }
                directory.deleteFile(lock); // the last, so that what is left after a failure is still known as ours
                return true;
            }
        }
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static @Nullable FileChannel lock(SecureDirectoryStream<Path> directory, Path lock) throws IOException {
        if (!attributes(directory, lock).isRegularFile()) {
            return null;
        }
        SeekableByteChannel opened =
                directory.newByteChannel(lock, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        if (opened instanceof FileChannel channel && locked(channel)) {
            return channel;
        }
        opened.close();
        return null;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
