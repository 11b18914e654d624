package dev.carbide.operators.cache;

import dev.carbide.offheap.cache.BlockCursor;
import dev.carbide.offheap.cache.BlockPin;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.spill.BlockException;
import dev.carbide.offheap.spill.SpillException;
import org.jspecify.annotations.Nullable;

/**
 * Zones of a cached split, one after the other. When a block turns out to be unreadable, the rest of a zone comes from the
 * table itself.
 */
final class CachedRows implements SplitRows {
    private final CachedScan scan;
    private final SharedSplit shared;
    private final BlockCursor[] cursors;
    private int row;
    private int end;
    private @Nullable DirectRows instead;

    /** Takes over a hold of the split. */
    CachedRows(CachedScan scan, SharedSplit shared) {
        this.scan = scan;
        this.shared = shared;
        this.cursors = new BlockCursor[shared.pins.size()];
        for (int at = 0; at < cursors.length; at++) {
            cursors[at] = shared.pins.get(at).cursor(scan.request.pool(), scan.request.pages());
        }
    }

    SharedSplit shared() {
        return shared;
    }

    void start(int first) {
        row = first;
        end = shared.zoneEnd(first);
    }

    @Override
    public @Nullable Batch next() {
        DirectRows fallback = instead;
        if (fallback != null) {
            Batch batch = fallback.next();
            if (batch == null) {
                fallback.close();
                instead = null;
            }
            return batch;
        }
        if (row == end) {
            return null;
        }
        int count = Math.min(scan.request.batchRows(), end - row);
        boolean keepable = true;
        for (BlockCursor cursor : cursors) {
            count = Math.min(count, cursor.run(row));
            keepable &= cursor.isShared(row);
        }
        Column[] columns = new Column[cursors.length];
        for (int at = 0; at < cursors.length; at++) {
            try {
                columns[at] = cursors[at].column(row, count);
            } catch (SpillException | BlockException unreadable) {
                return readInstead(shared.pins.get(at));
            }
        }
        row += count;
        return Batch.of(scan.arrange(columns), count, keepable ? shared.memory : null);
    }

    private @Nullable Batch readInstead(BlockPin unreadable) {
        unreadable.discard();
        scan.region.missed(1);
        instead = DirectRows.of(scan, shared.split, row, end);
        row = end;
        return next();
    }

    @Override
    public void close() {
        if (instead != null) {
            instead.close();
            instead = null;
        }
        for (BlockCursor cursor : cursors) {
            cursor.close();
        }
        shared.memory.release();
    }
}
