package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;
import static dev.carbide.parquet.decode.PageBytes.LONG;

import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The smallest and largest of values that are longs, as decoded; what statistics say does not count. */
final class ValueRange {
    private final DataType type;
    private final boolean applies;
    private long min;
    private long max;

    ValueRange(DataType type) {
        this.type = type;
        this.applies = type.physical().isIntegral();
        reset();
    }

    void reset() {
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }

    void add(Bounds bounds) {
        min = Math.min(min, bounds.min());
        max = Math.max(max, bounds.max());
    }

    /** Adds elements {@code [from, from + count)}. */
    void add(MemorySegment values, long from, int count) {
        if (applies && count > 0) {
            switch (type.physical()) {
                case INT64 -> addLongs(values, from, count);
                case INT32 -> addInts(values, from, count);
                case INT16 -> addShorts(values, from, count);
                default -> addBytes(values, from, count);
            }
        }
    }

    private void addLongs(MemorySegment values, long from, int count) {
        long low = min;
        long high = max;
        for (int index = 0; index < count; index++) {
            long value = values.get(LONG, (from + index) << 3);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        min = low;
        max = high;
    }

    private void addInts(MemorySegment values, long from, int count) {
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int index = 0; index < count; index++) {
            int value = values.get(INT, (from + index) << 2);
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        add(Bounds.of(low, high));
    }

    private void addShorts(MemorySegment values, long from, int count) {
        for (int index = 0; index < count; index++) {
            long value = values.get(ValueLayout.JAVA_SHORT_UNALIGNED, (from + index) << 1);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
    }

    private void addBytes(MemorySegment values, long from, int count) {
        for (int index = 0; index < count; index++) {
            long value = values.get(ValueLayout.JAVA_BYTE, from + index);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
    }

    /** The bounds of what was added; that a decimal fits its precision is checked here. */
    Bounds bounds() {
        if (!applies || min > max) {
            return type.bounds();
        }
        if (type instanceof DecimalType
                && (min < type.bounds().min() || max > type.bounds().max())) {
            throw new MalformedDataException("values from " + min + " to " + max + " (unscaled) do not fit " + type);
        }
        return Bounds.of(min, max);
    }
}
