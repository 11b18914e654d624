package dev.carbide.operators.cache;

import dev.carbide.offheap.cache.BlockLoad;
import dev.carbide.offheap.cache.BlockPin;
import dev.carbide.offheap.column.Batch;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's reader. A split whose columns are all cached is shared with the other readers; of one that lacks some, it
 * loads these; and a split that cannot be cached now is read from the table itself, with the ranges of the query.
 */
final class CachedReader implements BatchReader {
    private final CachedSource source;
    private final CachedScan scan;
    private @Nullable SplitRows rows;
    private @Nullable CachedRows cached;

    CachedReader(CachedSource source) {
        this.source = source;
        this.scan = source.scan();
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            SplitRows present = rows;
            if (present != null) {
                Batch batch = present.next();
                if (batch != null) {
                    return batch;
                }
                rows = null;
                if (present != cached) {
                    present.close();
                }
            }
            scan.request.cancellation().check();
            CachedSource.Morsel morsel = source.next();
            if (morsel == null) {
                return null;
            }
            begin(morsel);
        }
    }

    private void begin(CachedSource.Morsel morsel) {
        SharedSplit shared = morsel.shared();
        if (shared == null) {
            closeCached();
            rows = open(morsel.split());
            return;
        }
        CachedRows present = cached;
        if (present == null || present.shared() != shared) {
            closeCached();
            present = new CachedRows(scan, shared);
            cached = present;
        } else {
            shared.memory.release();
        }
        present.start(morsel.first());
        rows = present;
    }

    /** Null if there is nothing to be read here now. */
    private @Nullable SplitRows open(int split) {
        if (putOff(split)) {
            return null;
        }
        @Nullable BlockPin[] pins = new @Nullable BlockPin[scan.columns.length];
        @Nullable BlockLoad[] loads = new @Nullable BlockLoad[scan.columns.length];
        boolean kept = false;
        try {
            int missing = pin(split, pins);
            if (missing == 0) {
                share(split, pins);
                kept = true;
                return null;
            }
            load(split, pins, loads);
            scan.region.missed(missing);
            SplitRows opened = null;
            for (BlockLoad load : loads) {
                if (load != null) {
                    opened = new LoadingRows(scan, split, pins, loads);
                    kept = true;
                    break;
                }
            }
            return opened != null ? opened : direct(split);
        } finally {
            if (!kept) {
                closeAll(pins);
                closeAll(loads);
            }
        }
    }

    private DirectRows direct(int split) {
        ScanRequest request = scan.request;
        return new DirectRows(scan.table.openSplit(split, request), 0, Long.MAX_VALUE, request);
    }

    private static void closeAll(@Nullable AutoCloseable[] some) {
        for (AutoCloseable one : some) {
            if (one instanceof BlockPin pin) {
                pin.close();
            } else if (one instanceof BlockLoad load) {
                load.close();
            }
        }
    }

    private int pin(int split, @Nullable BlockPin[] pins) {
        int missing = 0;
        for (int at = 0; at < pins.length; at++) {
            BlockPin pin = scan.region.pin(split, scan.columns[at]);
            pins[at] = pin;
            if (pin == null) {
                missing++;
            } else {
                pins[at] = scan.region.promote(pin, scan.request.pool(), scan.request.pages());
            }
        }
        return missing;
    }

    private void share(int split, @Nullable BlockPin[] pins) {
        List<BlockPin> all = new ArrayList<>();
        for (BlockPin pin : pins) {
            if (pin != null) {
                all.add(pin);
            }
        }
        source.share(new SharedSplit(scan, split, all));
    }

    /** Leaves a split for later, once, if somebody else is loading a block of it. */
    private boolean putOff(int split) {
        for (int column : scan.columns) {
            if (scan.region.isLoading(split, column)) {
                return source.defer(split);
            }
        }
        return false;
    }

    /** Gets the right to load what is missing, as far as there is room. */
    private void load(int split, @Nullable BlockPin[] pins, @Nullable BlockLoad[] loads) {
        long expected = Math.max(0, scan.rows(split));
        for (int at = 0; at < pins.length; at++) {
            BlockLoad load = pins[at] == null ? scan.region.load(split, scan.columns[at]) : null;
            if (load != null && load.begin(expected, scan.expectedBytes(scan.columns[at], expected))) {
                loads[at] = load;
            } else if (load != null) {
                load.close();
            }
        }
    }

    private void closeCached() {
        if (cached != null) {
            cached.close();
            cached = null;
        }
    }

    @Override
    public void close() {
        if (rows != null && rows != cached) {
            rows.close();
        }
        rows = null;
        closeCached();
    }
}
