package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.PhysicalType;
import dev.carbide.operators.runtime.Accumulator.Kind;

/** Groups with all that belongs to them: the table, and the strings that their accumulators point to. Not thread-safe. */
final class GroupStore implements AutoCloseable {
    private final GroupShape shape;
    private final GroupTable table;
    private final HeldStrings strings;
    private final int[] heldOffsets;

    GroupStore(GroupShape shape, MemoryPool pool, PageAllocator pages) {
        this.shape = shape;
        this.table = new GroupTable(shape.rows(), pool, pages);
        this.strings = new HeldStrings(pool, pages);
        this.heldOffsets = heldOffsets(shape);
    }

    /** Where in a row the accumulators lie that hold strings: {address, length, room}, address 0 for none yet. */
    static int[] heldOffsets(GroupShape shape) {
        return shape.accumulators().stream()
                .filter(GroupStore::holdsString)
                .mapToInt(accumulator -> shape.rows().offset(accumulator.slot()))
                .toArray();
    }

    private static boolean holdsString(Accumulator accumulator) {
        return (accumulator.kind() == Kind.MIN || accumulator.kind() == Kind.MAX)
                && accumulator.type().physical() == PhysicalType.VIEW;
    }

    GroupShape shape() {
        return shape;
    }

    GroupTable table() {
        return table;
    }

    boolean holdsStrings() {
        return heldOffsets.length > 0;
    }

    int[] heldOffsets() {
        return heldOffsets;
    }

    long bytes() {
        return table.bytes() + strings.bytes();
    }

    long stringBytes() {
        return strings.bytes();
    }

    /** The most that strings of so many bytes together, each with its room, can take from the pool. */
    long bytesForStrings(long total) {
        return strings.bytesFor(total);
    }

    /** Frees all groups. See {@link GroupTable#reset}. */
    void reset(int skippedBits) {
        table.reset(skippedBits);
        strings.close();
    }

    static int heldLength(long accumulator) {
        return RawMemory.getInt(accumulator + 8);
    }

    /** Keeps the smaller of the string held at {@code accumulator} and the given one. */
    void minBytes(long accumulator, long address, int length) {
        long held = RawMemory.getLong(accumulator);
        if (held == 0 || RawMemory.compare(address, length, held, heldLength(accumulator)) < 0) {
            hold(accumulator, address, length);
        }
    }

    /** Keeps the larger of the string held at {@code accumulator} and the given one. */
    void maxBytes(long accumulator, long address, int length) {
        long held = RawMemory.getLong(accumulator);
        if (held == 0 || RawMemory.compare(address, length, held, heldLength(accumulator)) > 0) {
            hold(accumulator, address, length);
        }
    }

    /** Copies the bytes: over those held before, if there is room, else to new memory. */
    private void hold(long accumulator, long address, int length) {
        int room = RawMemory.getInt(accumulator + 12);
        if (RawMemory.getLong(accumulator) == 0 || room < length) {
            room = HeldStrings.roomFor(length);
            RawMemory.putLong(accumulator, strings.allocate(room));
            RawMemory.putInt(accumulator + 12, room);
        }
        RawMemory.copy(address, RawMemory.getLong(accumulator), length);
        RawMemory.putInt(accumulator + 8, length);
    }

    /** Makes strings that a copied row points to this store's own. */
    void takeStrings(long row) {
        for (int offset : heldOffsets) {
            long held = RawMemory.getLong(row + offset);
            if (held != 0) {
                RawMemory.putLong(row + offset, 0);
                hold(row + offset, held, heldLength(row + offset));
            }
        }
    }

    /**
     * Takes group {@code from} of elsewhere into group {@code to}.
     *
     * @param lasting whether the strings of the other group outlive this store, and need not be copied
     */
    void combine(long to, long from, boolean lasting) {
        for (Accumulator accumulator : shape.accumulators()) {
            long offset = shape.rows().offset(accumulator.slot());
            long target = to + offset;
            long source = from + offset;
            switch (accumulator.kind()) {
                case COUNT, COUNT_VALID -> Accumulators.addCount(target, RawMemory.getLong(source));
                case SUM -> Accumulators.addWide(target, RawMemory.getLong(source), RawMemory.getLong(source + 8));
                case SUM_FLOAT -> Accumulators.addDouble(target, RawMemory.getDouble(source));
                case MIN -> combineExtreme(accumulator, true, target, source, lasting);
                case MAX -> combineExtreme(accumulator, false, target, source, lasting);
            }
        }
    }

    private void combineExtreme(Accumulator accumulator, boolean min, long target, long source, boolean lasting) {
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
            case VIEW -> combineStrings(min, target, source, lasting);
        }
    }

    private void combineStrings(boolean min, long target, long source, boolean lasting) {
        long address = RawMemory.getLong(source);
        long held = RawMemory.getLong(target);
        if (address == 0) {
            return;
        }
        if (held != 0) {
            int compared = RawMemory.compare(address, heldLength(source), held, heldLength(target));
            if (min ? compared >= 0 : compared <= 0) {
                return;
            }
        }
        if (lasting) {
            RawMemory.copy(source, target, 2 * Long.BYTES);
        } else {
            hold(target, address, heldLength(source));
        }
    }

    /** The group of the same keys as a row of elsewhere, or 0. */
    long find(long row) {
        long group = table.lookUp(RawMemory.getLong(row + RowLayout.KEY_OFFSET));
        while (group != 0 && !shape.exact() && !RowKeys.areEqual(shape, group, row)) {
            group = RawMemory.getLong(group + RowLayout.NEXT_OFFSET);
        }
        return group;
    }

    @Override
    public void close() {
        table.close();
        strings.close();
    }
}
