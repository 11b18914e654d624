package dev.carbide.kernel.oracle;

import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.column.Column;
import dev.carbide.offheap.column.ColumnBuilder;
import dev.carbide.offheap.column.Columns;
import dev.carbide.offheap.column.ViewBuffers;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Bounds;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes boxed values into columns of random encoding and owns their memory. */
final class ColumnShapes implements AutoCloseable {
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final Random random;
    private final List<ColumnBuilder> builders = new ArrayList<>();

    ColumnShapes(MemoryPool pool, PageAllocator pages, Random random) {
        this.pool = pool;
        this.pages = pages;
        this.random = random;
    }

    /** A dictionary of these values and one more. */
    Column dictionaryOf(DataType type, List<@Nullable Object> values) {
        Set<Object> keys = new LinkedHashSet<>();
        List<@Nullable Object> entries = new ArrayList<>();
        for (Object value : values) {
            if (value != null && keys.add(bits(value))) {
                entries.add(value);
            }
        }
        entries.add(RandomValues.of(type, random, true));
        return flat(type, entries, false);
    }

    /** @param dictionary the usual one of this column, which holds all values; null if it is usually flat */
    Column column(DataType type, List<@Nullable Object> values, @Nullable Column dictionary) {
        boolean asUsual = random.nextInt(8) > 0;
        if (dictionary != null && asUsual) {
            return codes(values, dictionary);
        }
        long distinct = values.stream().map(ColumnShapes::bits).distinct().count();
        if (distinct == 1 && random.nextBoolean()) {
            return constant(type, values);
        }
        return asUsual || random.nextBoolean()
                ? flat(type, values, random.nextBoolean())
                : codes(values, dictionaryOf(type, values));
    }

    private Column flat(DataType type, List<@Nullable Object> values, boolean bounded) {
        ColumnBuilder builder = builder(type, values.size());
        Bounds bounds = null;
        for (int row = 0; row < values.size(); row++) {
            Object value = values.get(row);
            if (value == null && !type.isVariableLength()) {
                BoxedValues.put(builder, row, RandomValues.of(type, random, false));
            }
            BoxedValues.put(builder, row, value);
            if (value != null) {
                bounds = bounds == null ? boundsOf(type, value) : bounds.union(boundsOf(type, value));
            }
        }
        if (bounded && bounds != null) {
            builder.bounds(bounds);
        }
        return builder.view(values.size());
    }

    private static Bounds boundsOf(DataType type, Object value) {
        if (type instanceof DecimalType && value instanceof BigDecimal decimal) {
            BigInteger unscaled = decimal.unscaledValue();
            return unscaled.bitLength() < Long.SIZE ? Bounds.ofValue(unscaled.longValue()) : Bounds.UNBOUNDED;
        }
        return value instanceof Long || value instanceof Integer
                ? Bounds.ofValue(((Number) value).longValue())
                : type.bounds();
    }

    private Column constant(DataType type, List<@Nullable Object> values) {
        Column one = flat(type, values.subList(0, 1), true);
        return Column.constant(
                type,
                values.size(),
                one.values(),
                one.validity(),
                type.isVariableLength() ? one.buffers() : ViewBuffers.NONE,
                one.bounds());
    }

    private Column codes(List<@Nullable Object> values, Column dictionary) {
        List<Object> entries = IntStream.range(0, dictionary.length())
                .mapToObj(entry -> bits(BoxedValues.get(dictionary, entry)))
                .toList();
        ColumnBuilder codes = builder(DataType.INT32, values.size());
        for (int row = 0; row < values.size(); row++) {
            Object value = values.get(row);
            int code = value == null ? random.nextInt(entries.size()) : entries.indexOf(bits(value));
            Columns.putInt(codes.values(), row, code);
            if (value == null) {
                codes.setNull(row);
            }
        }
        Column view = codes.view(values.size());
        return Column.dictionary(values.size(), view.values(), view.validity(), dictionary);
    }

    /** As {@link BoxedOrder#key}, but -0.0 is not 0.0. */
    private static Object bits(@Nullable Object value) {
        return value instanceof Float || value instanceof Double ? value : BoxedOrder.key(value);
    }

    private ColumnBuilder builder(DataType type, int capacity) {
        ColumnBuilder builder = ColumnBuilder.create(type, Math.max(1, capacity), pool, pages);
        builders.add(builder);
        return builder;
    }

    @Override
    public void close() {
        builders.forEach(ColumnBuilder::close);
        builders.clear();
    }
}
