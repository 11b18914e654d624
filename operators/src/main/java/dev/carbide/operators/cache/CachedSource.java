package dev.carbide.operators.cache;

import dev.carbide.offheap.cache.CacheRegion;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One query's scan of a cached table: deals out splits, and zones of splits that are cached. */
final class CachedSource implements Source {
    private final CachedScan scan;
    private final CacheRegion region;
    private final int total;
    private final int maxReaders;

    // Guarded by this.
    private final Deque<Integer> pending = new ArrayDeque<>();
    /** Splits that were put off once, as another query was loading them. */
    private final BitSet deferred = new BitSet();

    private final Deque<SharedSplit> shared = new ArrayDeque<>();
    private boolean closed;

    /** Takes over one hold of the region. */
    CachedSource(Table table, CacheRegion region, ScanRequest request) {
        this.region = region;
        this.scan = new CachedScan(table, region, request);
        long readers = 0;
        for (int split = 0; split < table.splits(); split++) {
            if (scan.mayMatch(split)) {
                pending.add(split);
                readers += Math.max(1, CachedScan.zones(scan.rows(split)));
            }
        }
        this.total = Math.max(1, pending.size());
        this.maxReaders = (int) Math.clamp(readers, 1, Integer.MAX_VALUE);
    }

    /** Rows that are cached, a zone of them, or a split that is still to be looked at, with {@code shared} null. */
    record Morsel(@Nullable SharedSplit shared, int split, int first) {}

    /** The next morsel; a shared split is held for the caller. Null at the end. */
    synchronized @Nullable Morsel next() {
        while (!shared.isEmpty()) {
            SharedSplit first = shared.getFirst();
            int row = first.nextZone();
            if (row >= 0) {
                first.memory.retain();
                return new Morsel(first, first.split, row);
            }
            shared.removeFirst().memory.release();
        }
        Integer split = pending.poll();
        return split == null ? null : new Morsel(null, split, 0);
    }

    /** Takes over a hold of a split whose zones all readers may take. */
    synchronized void share(SharedSplit split) {
        if (closed) {
            split.memory.release();
        } else {
            shared.add(split);
        }
    }

    /** Puts a split off until the others are dealt out; false if it was before. */
    synchronized boolean defer(int split) {
        if (deferred.get(split)) {
            return false;
        }
        deferred.set(split);
        pending.add(split);
        return true;
    }

    CachedScan scan() {
        return scan;
    }

    @Override
    public BatchReader newReader() {
        return new CachedReader(this);
    }

    @Override
    public int maxReaders() {
        return maxReaders;
    }

    @Override
    public synchronized double progress() {
        return 1 - (double) pending.size() / total;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.clear();
            shared.forEach(split -> split.memory.release());
            shared.clear();
        }
        region.release();
    }
}
