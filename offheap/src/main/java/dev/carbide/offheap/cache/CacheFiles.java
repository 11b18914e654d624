package dev.carbide.offheap.cache;

import dev.carbide.offheap.spill.BlockCodec;
import dev.carbide.offheap.spill.SpillException;
import dev.carbide.offheap.spill.SpillStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files of one region: one, and another one after each failure. Thread-safe. */
final class CacheFiles {
    private static final int MOST_FAILURES = 3;
    /** More bytes of blocks that were given up are not put up with, unless blocks that are held have as many. */
    private static final long MOST_ABANDONED = 64 << 20;

    private final Supplier<SpillStore> store;
    private final String purpose;

    // Guarded by this.
    private final List<CacheFile> files = new ArrayList<>();
    private int failures;

    CacheFiles(Supplier<SpillStore> store, String purpose) {
        this.store = store;
        this.purpose = purpose;
    }

    /** A file to write to, or null if that has failed too often, or too much of what was written is of no use. */
    synchronized @Nullable CacheFile current() {
        CacheFile last = files.isEmpty() ? null : files.getLast();
        if (last != null && last.isSpent()) {
            failures++;
            last = null;
        }
        if (failures >= MOST_FAILURES || last != null && last.abandoned() > Math.max(MOST_ABANDONED, last.size() / 2)) {
            return null;
        }
        if (last == null) {
            try {
                last = new CacheFile(store.get().newFile(purpose));
            } catch (SpillException e) {
                failures++;
                throw e;
            }
            files.add(last);
        }
        return last;
    }

    boolean encrypted() {
        return store.get().settings().encrypted();
    }

    /** A codec for frames that may come to these files. */
    synchronized BlockCodec newCodec() {
        if (files.isEmpty()) {
            CacheFile first = current();
            if (first == null) {
                throw NoRoomException.INSTANCE;
            }
        }
        return files.getLast().newCodec();
    }

    /** Deletes all files. */
    synchronized void close() {
        SpillException first = null;
        for (CacheFile file : files) {
            try {
                file.close();
            } catch (SpillException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        files.clear();
    }
}
