package dev.carbide.operators.scan;

import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.PhysicalType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Values of fixed width, as they are, with the bounds of each block where they fit longs. */
final class FixedLoader extends ColumnLoader {
    private final List<Column> blocks = new ArrayList<>();
    private long min;
    private long max;
    private boolean fitsLong;
    private final BitSet withValues = new BitSet();

    FixedLoader(DataType type, TableMemory memory, MemoryPool pool, PageAllocator pages) {
        super(type, memory, pool, pages);
    }

    @Override
    void sealStaged(Column staged) {
        MemorySegment copy = memory.copy(
                staged.values(), (long) staged.length() << type.physical().shift());
        blocks.add(Column.flat(type, staged.length(), copy, copyValidity(staged), measure(staged)));
    }

    /** Bounds of the valid values; counts distinct ones on the way. */
    private Bounds measure(Column staged) {
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
        fitsLong = type.physical() != PhysicalType.FLOAT32 && type.physical() != PhysicalType.FLOAT64;
        boolean any = false;
        for (int row = 0; row < staged.length(); row++) {
            if (staged.isValid(row)) {
                any = true;
                distinct.add(measure(staged.values(), row));
            }
        }
        withValues.set(blocks.size(), any);
        if (!fitsLong) {
            return Bounds.UNBOUNDED;
        }
        return any ? Bounds.of(min, max) : Bounds.ofValue(0);
    }

    /** Widens the bounds and returns the value's hash. */
    private long measure(MemorySegment values, int row) {
        return switch (type.physical()) {
            case INT8 -> integral(Columns.getByte(values, row));
            case INT16 -> integral(Columns.getShort(values, row));
            case INT32 -> integral(Columns.getInt(values, row));
            case INT64 -> integral(Columns.getLong(values, row));
            case FLOAT32 -> Hash.ofDouble(Columns.getFloat(values, row));
            case FLOAT64 -> Hash.ofDouble(Columns.getDouble(values, row));
            default -> wide(Columns.getLow(values, row), Columns.getHigh(values, row));
        };
    }

    private long integral(long value) {
        min = Math.min(min, value);
        max = Math.max(max, value);
        return Hash.mix(value);
    }

    private long wide(long low, long high) {
        fitsLong &= high == low >> 63;
        return Hash.combine(integral(low), high);
    }

    @Override
    List<Column> finish() {
        return blocks;
    }

    @Override
    boolean hasValues(int block) {
        return withValues.get(block);
    }

    @Override
    @Nullable
    TableMemory takeMemory() {
        return null;
    }

    @Override
    TableStatistics.ColumnStatistics statistics() {
        Bounds bounds = withValues.stream()
                .mapToObj(block -> blocks.get(block).bounds())
                .reduce(Bounds::union)
                .orElse(type.bounds());
        return new TableStatistics.ColumnStatistics(
                OptionalDouble.of(distinct.estimate()), bounds, OptionalDouble.empty());
    }
}
