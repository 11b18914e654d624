package dev.carbide.offheap.cache;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.PhysicalType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;

/** The bounds of a column in zones of {@value #ZONE_ROWS} rows, measured while rows come. Not thread-safe until complete. */
final class ZoneMap {
    static final int ZONE_ROWS = 1 << 16;
    /** What a zone takes on the heap, about. */
    static final long HEAP_PER_ZONE = 2 * Long.BYTES + 1;

    private final DataType type;
    private final PhysicalType physical;
    private long[] min = new long[0];
    private long[] max = new long[0];
    /** Zones that have a value which is not NULL. */
    private final BitSet withValues = new BitSet();
    /** Zones with a value that does not fit a long. */
    private final BitSet unbounded = new BitSet();

    private int zones;

    ZoneMap(DataType type) {
        this.type = type;
        this.physical = type.physical();
    }

    DataType type() {
        return type;
    }

    static int zonesOf(long rows) {
        return Math.toIntExact((rows + ZONE_ROWS - 1) / ZONE_ROWS);
    }

    int zones() {
        return zones;
    }

    boolean hasValues(int zone) {
        return withValues.get(zone);
    }

    Bounds bounds(int zone) {
        if (!measured() || unbounded.get(zone)) {
            return Bounds.UNBOUNDED;
        }
        return withValues.get(zone) ? Bounds.of(min[zone], max[zone]) : Bounds.ofValue(0);
    }

    private boolean measured() {
        return physical.isIntegral() || physical == PhysicalType.INT128;
    }

    /** Takes rows of a column into account that become rows from {@code first} on. */
    void add(Column column, int from, int count, int first) {
        int done = 0;
        while (done < count) {
            int zone = (first + done) / ZONE_ROWS;
            int step = Math.min(count - done, (zone + 1) * ZONE_ROWS - first - done);
            begin(zone);
            measure(column, from + done, step, zone);
            done += step;
        }
    }

    private void begin(int zone) {
        if (zone >= min.length) {
            int length = Math.max(zone + 1, min.length * 2);
            min = Arrays.copyOf(min, length);
            max = Arrays.copyOf(max, length);
        }
        if (zone >= zones) {
            zones = zone + 1;
            min[zone] = Long.MAX_VALUE;
            max[zone] = Long.MIN_VALUE;
        }
    }

    private void measure(Column column, int from, int count, int zone) {
        if (!measured()) {
            for (int row = from; row < from + count && !withValues.get(zone); row++) {
                withValues.set(zone, column.isValid(row));
            }
        } else if (column.encoding() == Encoding.FLAT && !column.hasNulls() && physical.isIntegral()) {
            measureFlat(column.values(), from, count, zone);
        } else {
            for (int row = from; row < from + count; row++) {
                if (column.isValid(row)) {
                    measureOne(column, row, zone);
                }
            }
        }
    }

    private void measureFlat(MemorySegment values, int from, int count, int zone) {
        long low = min[zone];
        long high = max[zone];
        for (int row = from; row < from + count; row++) {
            long value = switch (physical) {
                case INT64 -> Columns.getLong(values, row);
                case INT32 -> Columns.getInt(values, row);
                case INT16 -> Columns.getShort(values, row);
                default -> Columns.getByte(values, row);
            };
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        min[zone] = low;
        max[zone] = high;
        withValues.set(zone, count > 0 || withValues.get(zone));
    }

    private void measureOne(Column column, int row, int zone) {
        Column source = column.encoding() == Encoding.DICTIONARY ? column.dictionary() : column;
        int at = switch (column.encoding()) {
            case FLAT -> row;
            case CONSTANT -> 0;
            case DICTIONARY -> Columns.getInt(column.values(), row);
        };
        withValues.set(zone);
        if (physical == PhysicalType.INT128) {
            long low = Columns.getLow(source.values(), at);
            if (Columns.getHigh(source.values(), at) != low >> 63) {
                unbounded.set(zone);
            }
            widen(zone, low);
        } else {
            measureFlat(source.values(), at, 1, zone);
        }
    }

    private void widen(int zone, long value) {
        min[zone] = Math.min(min[zone], value);
        max[zone] = Math.max(max[zone], value);
    }
}
