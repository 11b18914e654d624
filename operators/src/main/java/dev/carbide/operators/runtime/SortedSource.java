package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.row.RowGather;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sorted rows as batches; one reader only, for the order's sake. */
final class SortedSource implements Source {
    /** A batch ends early when its rows reach this size: few rows can be large. */
    private static final long BATCH_BYTES = 512 << 10;

    private final Schema schema;
    private final RowOrder order;
    private final List<SortPart> parts;
    private final @Nullable MemoryInput kept;
    private final OperatorResources resources;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicLong read = new AtomicLong();
    private final long size;
    private final long batchBytes;
    private long toSkip;
    private long toRead;

    /**
     * @param parts none is changed any more
     * @param kept rows that belong to no part; closed with this source
     */
    SortedSource(
            Schema schema,
            RowOrder order,
            List<SortPart> parts,
            @Nullable MemoryInput kept,
            long offset,
            long limit,
            OperatorResources resources) {
        this.schema = schema;
        this.order = order;
        this.parts = parts;
        this.kept = kept;
        this.toSkip = offset;
        this.toRead = limit;
        this.resources = resources;
        this.size = (kept == null ? 0 : kept.left())
                + parts.stream().mapToLong(SortPart::size).sum();
        this.batchBytes =
                schema.fields().stream().anyMatch(field -> field.type().isVariableLength())
                        ? BATCH_BYTES
                        : SortedMerge.ANY_BYTES;
    }

    @Override
    public BatchReader newReader() {
        return new Reader(taken.compareAndSet(false, true));
    }

    @Override
    public int maxReaders() {
        return 1;
    }

    @Override
    public double progress() {
        return size == 0 ? 1 : Math.min(1, (double) read.get() / size);
    }

    @Override
    public void close() {
        if (kept != null) {
            kept.close();
        }
    }

    private final class Reader implements BatchReader {
        private final List<Pin> pins = new ArrayList<>();
        private final long[] rows = new long[resources.batchRows()];
        private final BatchBuilder builder = new BatchBuilder(
                schema.fields().stream().map(Field::type).toList(),
                Batch.MAX_ROWS,
                resources.pool(),
                resources.pages());
        private @Nullable SortedMerge merge;
        private final boolean first;

        Reader(boolean first) {
            this.first = first;
            if (first) {
                parts.forEach(part -> pins.add(part.newPin()));
            }
        }

        @Override
        public void addPins(PinSet set) {
            pins.forEach(set::add);
        }

        @Override
        public @Nullable Batch next() {
            if (!first) {
                return null;
            }
            SortedMerge from = openMerge();
            while (toSkip > 0) {
                resources.cancellation().check();
                int count = from.next(rows, (int) Math.min(rows.length, toSkip), SortedMerge.ANY_BYTES);
                if (count == 0) {
                    return null;
                }
                toSkip -= count;
                read.addAndGet(count);
            }
            int count = fill(from);
            read.addAndGet(count);
            return count == 0 ? null : builder.view(count);
        }

        /** What was written out since the last batch is found where it is now. */
        private SortedMerge openMerge() {
            SortedMerge current = merge;
            boolean moved = current == null;
            for (int part = 0; part < parts.size(); part++) {
                moved |= parts.get(part).open(pins.get(part));
            }
            if (current != null && !moved) {
                return current;
            }
            List<MergeInput> inputs = new ArrayList<>();
            parts.forEach(part -> inputs.addAll(part.inputs()));
            if (kept != null) {
                inputs.add(kept);
            }
            SortedMerge fresh = new SortedMerge(inputs, order);
            merge = fresh;
            return fresh;
        }

        /** Rows are copied out before the block that they lie in is replaced. */
        private int fill(SortedMerge from) {
            builder.start();
            int filled = 0;
            long room = batchBytes;
            while (filled < rows.length && room > 0) {
                resources.cancellation().check();
                int count = from.next(rows, (int) Math.min(rows.length - filled, toRead), room);
                if (count == 0) {
                    break;
                }
                for (int field = 0; field < schema.size(); field++) {
                    RowGather.field(order.layout(), field, rows, count, builder.column(field), filled);
                }
                if (room != SortedMerge.ANY_BYTES) {
                    room -= bytes(count);
                }
                filled += count;
                toRead -= count;
            }
            return filled;
        }

        private long bytes(int count) {
            long bytes = 0;
            for (int row = 0; row < count; row++) {
                bytes += order.layout().rowBytes(rows[row]);
            }
            return bytes;
        }

        @Override
        public void close() {
            builder.close();
        }
    }
}
