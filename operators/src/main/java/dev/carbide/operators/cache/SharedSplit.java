package dev.carbide.operators.cache;

import dev.carbide.offheap.cache.BlockPin;
import dev.carbide.offheap.cache.CacheRegion;
import dev.carbide.offheap.column.BatchMemory;
import java.util.List;

/**
 * A split all of whose columns are cached. Its zones are dealt out to readers, each of which holds it once; so do batches
 * that are retained. Its pins go with the last holder.
 */
final class SharedSplit {
    final int split;
    final List<BlockPin> pins;
    final BatchMemory memory;
    private final CachedScan scan;
    private final int rows;
    private int zone;

    /** The caller is the first holder. */
    SharedSplit(CachedScan scan, int split, List<BlockPin> pins) {
        this.scan = scan;
        this.split = split;
        this.pins = List.copyOf(pins);
        this.rows = pins.getFirst().rows();
        this.memory = new BatchMemory(() -> this.pins.forEach(BlockPin::close));
    }

    /** The first row of the next zone that may have rows within the ranges, or -1. Under the lock of the source. */
    int nextZone() {
        while (zone < CachedScan.zones(rows)) {
            int next = zone++;
            if (scan.zoneMayMatch(split, next)) {
                return next * CacheRegion.zoneRows();
            }
        }
        return -1;
    }

    int zoneEnd(int first) {
        return Math.min(rows, first + CacheRegion.zoneRows());
    }
}
