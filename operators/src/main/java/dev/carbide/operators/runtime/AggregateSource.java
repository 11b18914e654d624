package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Field;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Cancellation;
import dev.carbide.operators.scan.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads an aggregation's result: a morsel is a radix partition, whose groups of all workers are merged by its reader. */
final class AggregateSource implements Source {
    private final GroupShape shape;
    private final List<GroupTable> tables;
    private final int batchRows;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final Cancellation cancellation;
    private final int partitionBits;
    private final AtomicInteger nextPartition = new AtomicInteger();

    AggregateSource(
            GroupShape shape,
            List<AggregateWorker> workers,
            int batchRows,
            MemoryPool pool,
            PageAllocator pages,
            Cancellation cancellation) {
        this.shape = shape;
        this.tables = workers.stream().map(AggregateWorker::groups).toList();
        this.batchRows = batchRows;
        this.pool = pool;
        this.pages = pages;
        this.cancellation = cancellation;
        long groups = tables.stream().mapToLong(GroupTable::groups).sum();
        partitionBits = GroupMerge.partitionBits(groups, workers.size());
    }

    private int partitions() {
        return 1 << partitionBits;
    }

    @Override
    public BatchReader newReader() {
        return new Reader();
    }

    @Override
    public int maxReaders() {
        return partitions();
    }

    @Override
    public double progress() {
        return (double) nextPartition.get() / partitions();
    }

    @Override
    public void close() {}

    private final class Reader implements BatchReader {
        private final BatchBuilder builder = new BatchBuilder(
                shape.schema().fields().stream().map(Field::type).toList(), Batch.MAX_ROWS, pool, pages);
        private final long[] rows = new long[batchRows];
        private final int[] unequal = new int[Batch.MAX_ROWS];
        private final AggregateResult result = new AggregateResult(shape);
        private final GroupMerge merge = new GroupMerge(tables, partitionBits, pool, pages);
        private @Nullable AggregateWorker combiner;
        private boolean open;

        @Override
        public @Nullable Batch next() {
            while (true) {
                cancellation.check();
                int count = open ? merge.nextGroups(rows) : 0;
                if (count > 0) {
                    builder.start();
                    result.write(rows, count, builder);
                    return builder.view(count);
                }
                int partition = nextPartition.getAndUpdate(next -> Math.min(next + 1, partitions()));
                if (partition == partitions()) {
                    return null;
                }
                mergePartition(partition);
                open = true;
            }
        }

        private void mergePartition(int partition) {
            merge.open(partition);
            for (int pairs = merge.nextPairs(); pairs > 0; pairs = merge.nextPairs()) {
                cancellation.check();
                int left = combine(pairs);
                while (left > 0) {
                    left = combine(merge.followPairs(unequal, left));
                }
            }
        }

        /** Combines pairs of equal keys and lists the others in {@link #unequal}. */
        private int combine(int pairs) {
            AggregateWorker with = combiner();
            int differing = 0;
            for (int pair = 0; pair < pairs; pair++) {
                long target = merge.targets()[pair];
                long source = merge.sources()[pair];
                if (shape.exact() || RowKeys.areEqual(shape, target, source)) {
                    with.combine(target, source);
                } else {
                    unequal[differing++] = pair;
                }
            }
            return differing;
        }

        /** Owns the strings that combining copies; lives as long as the reader. */
        private AggregateWorker combiner() {
            if (combiner == null) {
                combiner = new AggregateWorker(shape, pool, pages);
            }
            return combiner;
        }

        @Override
        public void close() {
            merge.close();
            if (combiner != null) {
                combiner.close();
                combiner = null;
            }
            builder.close();
        }
    }
}
