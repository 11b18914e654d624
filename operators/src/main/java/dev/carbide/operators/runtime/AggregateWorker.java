package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.operators.runtime.Accumulator.Kind;

/** One worker's groups of an aggregation. For one thread, until it is handed to the {@link AggregateState}. */
public final class AggregateWorker implements AutoCloseable {
    private final GroupShape shape;
    private final GroupTable groups;
    private final DictionaryGroups codes = new DictionaryGroups();
    private final MemoryScope memory;
    private final long template;
    private final int templateFrom;
    private long global;

    AggregateWorker(GroupShape shape, MemoryPool pool, PageAllocator pages) {
        this.shape = shape;
        groups = new GroupTable(shape.rows(), pool, pages);
        memory = new MemoryScope(pages, pool);
        RowLayout layout = shape.rows();
        int from = layout.fixedBytes();
        for (int field = 0; field < layout.fieldCount(); field++) {
            from = Math.min(from, layout.offset(field));
        }
        templateFrom = from;
        template = memory.allocate(Math.max(8, layout.fixedBytes()), 8);
        RawMemory.fill(template, layout.fixedBytes(), (byte) 0);
        shape.accumulators().forEach(this::writeInitial);
    }

    private void writeInitial(Accumulator accumulator) {
        boolean min = accumulator.kind() == Kind.MIN;
        if (!min && accumulator.kind() != Kind.MAX) {
            return;
        }
        long at = template + shape.rows().offset(accumulator.slot());
        switch (accumulator.type().physical()) {
            case INT8, INT16, INT32, INT64 -> RawMemory.putLong(at, min ? Long.MAX_VALUE : Long.MIN_VALUE);
            case FLOAT32, FLOAT64 -> RawMemory.putDouble(at, min ? Double.NaN : Double.NEGATIVE_INFINITY);
            case INT128 -> Accumulators.putWide(at, min ? -1 : 0, min ? Long.MAX_VALUE : Long.MIN_VALUE);
            case VIEW -> {}
        }
    }

    public GroupTable groups() {
        return groups;
    }

    public DictionaryGroups codes() {
        return codes;
    }

    /** The group of an aggregation without keys; made at the first call. */
    public long global() {
        if (global == 0) {
            long[] row = new long[1];
            groups.find(new long[1], 1, null, row);
            initialize(row[0]);
            global = row[0];
        }
        return global;
    }

    /** Sets the accumulators of a new group to their initial values; keys are written afterwards. */
    public void initialize(long group) {
        RawMemory.copy(
                template + templateFrom, group + templateFrom, shape.rows().fixedBytes() - templateFrom);
    }

    /** Keeps the smaller of the string held at {@code accumulator} and the given one. */
    public void minBytes(long accumulator, long address, int length) {
        long held = RawMemory.getLong(accumulator);
        if (held == 0 || RawMemory.compare(address, length, held, heldLength(accumulator)) < 0) {
            hold(accumulator, address, length);
        }
    }

    /** Keeps the larger of the string held at {@code accumulator} and the given one. */
    public void maxBytes(long accumulator, long address, int length) {
        long held = RawMemory.getLong(accumulator);
        if (held == 0 || RawMemory.compare(address, length, held, heldLength(accumulator)) > 0) {
            hold(accumulator, address, length);
        }
    }

    static int heldLength(long accumulator) {
        return RawMemory.getInt(accumulator + 8);
    }

    /** Copies the bytes: over those held before, if there is room, else to new memory. */
    private void hold(long accumulator, long address, int length) {
        int room = RawMemory.getInt(accumulator + 12);
        if (RawMemory.getLong(accumulator) == 0 || room < length) {
            room = Math.max(16, Integer.highestOneBit(Math.max(1, length)) << 1);
            RawMemory.putLong(accumulator, memory.allocate(Math.max(room, length), 8));
            RawMemory.putInt(accumulator + 12, Math.max(room, length));
        }
        RawMemory.copy(address, RawMemory.getLong(accumulator), length);
        RawMemory.putInt(accumulator + 8, length);
    }

    /** Takes group {@code from} of another worker, which may live on in its memory, into group {@code to}. */
    void combine(long to, long from) {
        for (Accumulator accumulator : shape.accumulators()) {
            long offset = shape.rows().offset(accumulator.slot());
            long target = to + offset;
            long source = from + offset;
            switch (accumulator.kind()) {
                case COUNT, COUNT_VALID -> Accumulators.addCount(target, RawMemory.getLong(source));
                case SUM -> Accumulators.addWide(target, RawMemory.getLong(source), RawMemory.getLong(source + 8));
                case SUM_FLOAT -> Accumulators.addDouble(target, RawMemory.getDouble(source));
                case MIN -> combineExtreme(accumulator, true, target, source);
                case MAX -> combineExtreme(accumulator, false, target, source);
            }
        }
    }

    private void combineExtreme(Accumulator accumulator, boolean min, long target, long source) {
        switch (accumulator.type().physical()) {
            case INT8, INT16, INT32, INT64 -> {
                long value = RawMemory.getLong(source);
                if (min) {
                    Accumulators.minLong(target, value);
                } else {
                    Accumulators.maxLong(target, value);
                }
            }
            case FLOAT32, FLOAT64 -> {
                double value = RawMemory.getDouble(source);
                if (min) {
                    Accumulators.minDouble(target, value);
                } else {
                    Accumulators.maxDouble(target, value);
                }
            }
            case INT128 -> {
                if (min) {
                    Accumulators.minWide(target, RawMemory.getLong(source), RawMemory.getLong(source + 8));
                } else {
                    Accumulators.maxWide(target, RawMemory.getLong(source), RawMemory.getLong(source + 8));
                }
            }
            case VIEW -> {
                long held = RawMemory.getLong(source);
                if (held != 0 && min) {
                    minBytes(target, held, heldLength(source));
                } else if (held != 0) {
                    maxBytes(target, held, heldLength(source));
                }
            }
        }
    }

    @Override
    public void close() {
        groups.close();
        memory.close();
    }
}
