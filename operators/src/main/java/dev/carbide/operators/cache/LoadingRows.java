package dev.carbide.operators.cache;

import dev.carbide.offheap.cache.BlockCursor;
import dev.carbide.offheap.cache.BlockLoad;
import dev.carbide.offheap.cache.BlockPin;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnSlices;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.spill.BlockException;
import dev.carbide.offheap.spill.SpillException;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A split of which some columns are cached and the others come from the table, all rows of them, and are copied into blocks
 * on the way. The blocks are published when the last row has passed; when anything ends the pass before, there are none.
 */
final class LoadingRows implements SplitRows {
    private final CachedScan scan;
    private final int split;
    private final @Nullable BlockPin[] pins;
    private final @Nullable BlockLoad[] loads;
    private final @Nullable BlockCursor[] cursors;
    /** For a column that is not cached its place among those that are read. */
    private final int[] places;

    private final ColumnSlices slices;
    private final Source source;
    private @Nullable BatchReader reader;
    private @Nullable Batch batch;
    private int used;
    private int row;
    private @Nullable DirectRows instead;

    /** Takes over pins and loads, unless it throws. */
    LoadingRows(CachedScan scan, int split, @Nullable BlockPin[] pins, @Nullable BlockLoad[] loads) {
        this.scan = scan;
        this.split = split;
        this.pins = pins;
        this.loads = loads;
        this.cursors = new @Nullable BlockCursor[pins.length];
        this.places = new int[pins.length];
        List<Integer> read = new ArrayList<>();
        for (int at = 0; at < pins.length; at++) {
            places[at] = read.size();
            if (pins[at] == null) {
                read.add(scan.columns[at]);
            }
        }
        this.slices = new ColumnSlices(read.size(), scan.request.pool(), scan.request.pages());
        this.source = scan.table.openSplit(split, scan.unfiltered(read));
    }

    @Override
    public @Nullable Batch next() {
        if (instead != null) {
            return instead.next();
        }
        Batch present = batch;
        if (present == null || used == present.rowCount()) {
            present = read();
            if (present == null) {
                complete();
                return null;
            }
        }
        int count = present.rowCount() - used;
        for (int at = 0; at < pins.length; at++) {
            BlockPin pin = pins[at];
            if (pin != null) {
                requireRows(row < pin.rows(), pin);
                count = Math.min(count, cursor(at, pin).run(row));
            }
        }
        Column[] columns = new Column[pins.length];
        for (int at = 0; at < pins.length; at++) {
            BlockPin pin = pins[at];
            try {
                columns[at] = pin == null
                        ? slices.slice(places[at], present.column(places[at]), used, count)
                        : cursor(at, pin).column(row, count);
            } catch (SpillException | BlockException unreadable) {
                return readInstead(pin);
            }
        }
        used += count;
        row += count;
        return Batch.of(scan.arrange(columns), count, null);
    }

    private BlockCursor cursor(int at, BlockPin pin) {
        BlockCursor present = cursors[at];
        if (present == null) {
            present = pin.cursor(scan.request.pool(), scan.request.pages());
            cursors[at] = present;
        }
        return present;
    }

    private @Nullable Batch read() {
        BatchReader present = reader;
        if (present == null) {
            present = source.newReader();
            reader = present;
        }
        Batch next = present.next();
        batch = next;
        used = 0;
        if (next != null) {
            if (next.selection() != null) {
                throw new CarbideInternalException("Table " + scan.table.name() + " gave a batch with a selection");
            }
            for (int at = 0; at < loads.length; at++) {
                BlockLoad load = loads[at];
                if (load != null) {
                    load.append(next.column(places[at]), 0, next.rowCount());
                }
            }
        }
        return next;
    }

    private void complete() {
        for (BlockPin pin : pins) {
            if (pin != null) {
                requireRows(row == pin.rows(), pin);
            }
        }
        if (!scan.table.isCurrent()) {
            closeLoads();
            return;
        }
        for (int at = 0; at < loads.length; at++) {
            BlockLoad load = loads[at];
            if (load != null) {
                loads[at] = null;
                load.publish();
            }
        }
    }

    private void requireRows(boolean same, BlockPin pin) {
        if (!same) {
            scan.region.invalidate();
            throw new CarbideException("Table " + scan.table.name() + " had " + pin.rows() + " rows in its part "
                    + split + " when it was cached, and has another number now");
        }
    }

    private @Nullable Batch readInstead(@Nullable BlockPin unreadable) {
        if (unreadable != null) {
            unreadable.discard();
        }
        closeLoads();
        DirectRows rest = DirectRows.of(scan, split, row, Integer.MAX_VALUE);
        instead = rest;
        return rest.next();
    }

    private void closeLoads() {
        for (int at = 0; at < loads.length; at++) {
            BlockLoad load = loads[at];
            if (load != null) {
                loads[at] = null;
                load.close();
            }
        }
    }

    @Override
    public void close() {
        closeLoads();
        for (BlockCursor cursor : cursors) {
            if (cursor != null) {
                cursor.close();
            }
        }
        slices.close();
        if (instead != null) {
            instead.close();
        }
        if (reader != null) {
            reader.close();
        }
        source.close();
        for (BlockPin pin : pins) {
            if (pin != null) {
                pin.close();
            }
        }
    }
}
