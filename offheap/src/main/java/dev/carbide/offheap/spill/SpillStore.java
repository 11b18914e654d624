package dev.carbide.offheap.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The spill files of one kernel: in directories of its own below the configured ones, within a quota, deleted at the
 * latest when it is closed. Nothing is on disk until the first file is made. What a process leaves that dies is removed by
 * the next store that uses the same directories.
 *
 * <p>Files go to the directories in turn. One that is nearly full, or where something failed lately, is passed over as
 * long as another works.
 *
 * <p>All methods may be called by any thread.
 */
public final class SpillStore implements AutoCloseable {
    private final SpillSettings settings;
    private final List<SpillTarget> targets;
    private final @Nullable BlockKey key;
    private final SpillMetrics metrics = new SpillMetrics();
    private final Set<SpillFile> files = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger turn = new AtomicInteger();
    /** Files are made under the read lock, so that none comes while the store is being closed. */
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock();

    private boolean closed;

    private SpillStore(SpillSettings settings, SpillIo io) {
        this.settings = settings;
        this.targets = settings.roots().stream()
                .map(root -> new SpillTarget(new SpillDirectory(root), io))
                .toList();
        this.key = settings.encrypted() ? BlockKey.random() : null;
    }

    public static SpillStore open(SpillSettings settings) {
        return open(settings, SpillIo.system());
    }

    /** A store whose files are made, written, read and deleted by {@code io}. */
    public static SpillStore open(SpillSettings settings, SpillIo io) {
        return new SpillStore(settings, io);
    }

    /** As {@link #newFile(String, SpillMetrics)}, counted by the store only. */
    public SpillFile newFile(String purpose) {
        return newFile(purpose, new SpillMetrics());
    }

    /**
     * A new, empty file.
     *
     * @param purpose what errors call it
     * @param owner counts what the file costs
     * @throws SpillException if it can be made in none of the directories
     */
    public SpillFile newFile(String purpose, SpillMetrics owner) {
        changing.readLock().lock();
        try {
            if (closed) {
                throw new SpillException(
                        "No spill file for " + purpose + " can be made: the spill store is closed",
                        targets.getFirst().root(),
                        0,
                        null);
            }
            SpillFile file = create(purpose, owner);
            files.add(file);
            metrics.created();
            owner.created();
            return file;
        } finally {
            changing.readLock().unlock();
        }
    }

    private SpillFile create(String purpose, SpillMetrics owner) {
        SpillException failure = null;
        for (SpillTarget target : inTurn()) {
            try {
                return target.create(this, purpose, owner);
            } catch (SpillException e) {
                failure = add(failure, e);
            }
        }
        throw Objects.requireNonNull(failure);
    }

    private List<SpillTarget> inTurn() {
        List<SpillTarget> order = new ArrayList<>(targets);
        List<SpillTarget> last =
                order.stream().filter(SpillTarget::isPassedOver).toList();
        order.removeAll(last);
        Collections.rotate(order, -(turn.getAndIncrement() & Integer.MAX_VALUE) % Math.max(1, order.size()));
        order.addAll(last);
        return order;
    }

    SpillMetrics metrics() {
        return metrics;
    }

    BlockCodec newCodec() {
        return new BlockCodec(settings.compression(), key);
    }

    /** Takes bytes from the quota; false if it has not so many left. */
    boolean charge(long some) {
        // Not added first and taken back then, which would refuse others meanwhile.
        for (long before = bytes.get(); some <= settings.quotaBytes() - before; before = bytes.get()) {
            if (bytes.compareAndSet(before, before + some)) {
                return true;
            }
        }
        return false;
    }

    void refund(long some) {
        bytes.addAndGet(-some);
    }

    long quotaLeft() {
        return Math.max(0, settings.quotaBytes() - bytes.get());
    }

    void forget(SpillFile file) {
        files.remove(file);
    }

    public SpillSettings settings() {
        return settings;
    }

    public SpillUsage usage() {
        return new SpillUsage(
                files.size(),
                bytes.get(),
                metrics.files(),
                metrics.bytesWritten(),
                metrics.bytesRead(),
                metrics.writeNanos(),
                metrics.readNanos());
    }

    /**
     * Removes the directories that dead processes have left below the configured ones.
     *
     * @return those removed
     * @throws SpillException if one cannot be removed; the others are nevertheless
     */
    public List<Path> removeLeftovers() {
        List<Path> removed = new ArrayList<>();
        SpillException failure = null;
        for (Path root : settings.roots()) {
            Leftovers leftovers = Leftovers.remove(root);
            removed.addAll(leftovers.removed());
            for (IOException e : leftovers.failures()) {
                failure = add(
                        failure,
                        new SpillException(
                                "Leftovers in spill directory " + root + " cannot be removed: "
                                        + SpillException.reason(e),
                                root,
                                0,
                                e));
            }
        }
        if (failure != null) {
            throw failure;
        }
        return removed;
    }

    private static SpillException add(@Nullable SpillException first, SpillException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    /**
     * Deletes all files and directories of the store. Who still uses a file gets an error.
     *
     * @throws SpillException if something cannot be deleted; all else is, and a second call tries again
     */
    @Override
    public void close() {
        changing.writeLock().lock();
        try {
            closed = true;
            delete();
        } finally {
            changing.writeLock().unlock();
        }
    }

    private void delete() {
        SpillException failure = null;
        for (SpillFile file : files) {
            try {
                file.close();
            } catch (SpillException e) {
                failure = add(failure, e);
            }
        }
        for (SpillTarget target : targets) {
            try {
                target.close();
            } catch (SpillException e) {
                failure = add(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
