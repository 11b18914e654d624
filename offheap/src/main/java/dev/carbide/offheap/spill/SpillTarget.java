package dev.carbide.offheap.spill;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the directories that files go to in turn, and whether it works. Thread-safe. */
final class SpillTarget {
    /** With less than this left, other directories go first. */
    static final long NEARLY_FULL = 64L << 20;

    /** How many files a directory misses after a failure. */
    private static final int PAUSE = 100;

    private final SpillDirectory directory;
    private final SpillIo io;
    private final AtomicInteger pause = new AtomicInteger();

    SpillTarget(SpillDirectory directory, SpillIo io) {
        this.directory = directory;
        this.io = io;
    }

    Path root() {
        return directory.root();
    }

    SpillIo io() {
        return io;
    }

    /** Whether others should be tried first. */
    boolean isPassedOver() {
        return pause.get() > 0 && pause.getAndDecrement() > 0 || usableBytes() < NEARLY_FULL;
    }

    long usableBytes() {
        return io.usableBytes(directory.root());
    }

    void failed() {
        pause.set(PAUSE);
    }

    SpillFile create(SpillStore store, String purpose, SpillMetrics owner) {
        Path path = directory.root();
        try {
            path = directory.path();
            try {
                return create(path, store, purpose, owner);
            } catch (NoSuchFileException e) {
                path = directory.replace(path);
                return create(path, store, purpose, owner);
            }
        } catch (IOException e) {
            failed();
            throw new SpillException(
                    "No spill file for " + purpose + " can be made in " + path + ": " + SpillException.reason(e) + "; "
                            + usableBytes() + " bytes are free there",
                    path,
                    0,
                    e);
        }
    }

    private SpillFile create(Path parent, SpillStore store, String purpose, SpillMetrics owner) throws IOException {
        Path path = parent.resolve(SpillDirectory.randomName());
        return new SpillFile(store, this, path, purpose, io.create(path), owner);
    }

    void close() {
        try {
            directory.close();
        } catch (IOException e) {
            throw new SpillException(
                    "The spill directory in " + directory.root() + " cannot be deleted: " + SpillException.reason(e),
                    directory.root(),
                    0,
                    e);
        }
    }
}
