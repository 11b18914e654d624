package dev.carbide.operators.runtime;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges the groups of several workers, one radix partition at a time:
 *
 * <pre>
 *   merge.open(partition);
 *   while ((pairs = merge.nextPairs()) > 0) {
 *       // combine sources()[i] into targets()[i] for i &lt; pairs; where slot keys are hashes, only pairs of equal keys,
 *       // and the others again after pairs = merge.followPairs(mismatches, count)
 *   }
 *   while ((count = merge.nextGroups(rows)) > 0) { … }
 * </pre>
 *
 * Rows stay where they are: the first row of a group becomes the target of the others. Used by one thread; mergers of
 * different partitions may run at the same time over the same tables, each partition once. The tables stay the caller's
 * and outlive the rows that come out.
 */
public final class GroupMerge implements AutoCloseable {
    /** Slots for a partition of 16 Ki groups, and those they grow from. */
    static final long MOST_BYTES = 640 << 10;

    private static final int MOST_BITS = 20;

    private final List<GroupTable> tables;
    private final int bits;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final long[] sources = new long[Batch.MAX_ROWS];
    private final long[] targets = new long[Batch.MAX_ROWS];
    private @Nullable SlotTable slots;
    private @Nullable GroupScan groups;
    private @Nullable GroupScan source;
    private int partition;
    private int nextTable;

    /** For {@code 2^bits} partitions; takes no memory yet. */
    public GroupMerge(List<GroupTable> tables, int bits, MemoryPool pool, PageAllocator pages) {
        this.tables = tables.stream().filter(table -> table.groups() > 0).toList();
        this.bits = bits;
        this.pool = pool;
        this.pages = pages;
    }

    /**
     * How many partition bits make partitions that fit a cache and give each of {@code workers} several. A merge of one takes
     * less than {@link #MOST_BYTES} then.
     */
    public static int partitionBits(long groups, int workers) {
        long partitions = Math.max(groups >> 13, groups > Batch.MAX_ROWS && workers > 1 ? 4L * workers : 1);
        return Math.min(MOST_BITS, Long.SIZE - Long.numberOfLeadingZeros(partitions - 1));
    }

    public void open(int partition) {
        this.partition = partition;
        groups = null;
        source = null;
        nextTable = 0;
        if (tables.size() > 1) {
            prepareSlots();
        }
    }

    private void prepareSlots() {
        if (slots == null) {
            long largest = 0;
            for (GroupTable table : tables) {
                largest = Math.max(largest, table.groups());
            }
            slots = new SlotTable(largest >> bits, bits, pool, pages);
        } else {
            slots.clear();
        }
    }

    /** How many pairs of rows of equal slot key are to be combined next; 0 when all are through. */
    public int nextPairs() {
        if (tables.size() <= 1) {
            return 0;
        }
        while (true) {
            int count = source == null ? 0 : source.next(sources);
            if (count > 0) {
                int pairs = match(count);
                if (pairs > 0) {
                    return pairs;
                }
            } else if (nextTable < tables.size()) {
                source = tables.get(nextTable++).scan(partition, bits);
            } else {
                return 0;
            }
        }
    }

    private int match(int count) {
        SlotTable table = slots();
        int pairs = 0;
        for (int index = 0; index < count; index++) {
            long row = sources[index];
            long key = RawMemory.getLong(row + RowLayout.KEY_OFFSET);
            long slot = table.locate(key);
            long target = RawMemory.getLong(slot + SlotTable.ROW);
            if (target == 0) {
                RawMemory.putLong(row + RowLayout.NEXT_OFFSET, 0);
                table.put(slot, key, row);
                table.makeRoom();
            } else {
                sources[pairs] = row;
                targets[pairs++] = target;
            }
        }
        return pairs;
    }

    private SlotTable slots() {
        if (slots == null) {
            throw new IllegalStateException("No partition is open");
        }
        return slots;
    }

    /** What is to be combined into {@link #targets()}, pair by pair. */
    public long[] sources() {
        return sources;
    }

    public long[] targets() {
        return targets;
    }

    /**
     * The pairs {@code mismatches[0..count)}, ascending, have unequal keys: moves them on along the chain of their target.
     * A source at the end of the chain becomes a group.
     *
     * @return how many new pairs of these sources are to be compared
     */
    public int followPairs(int[] mismatches, int count) {
        int pairs = 0;
        for (int index = 0; index < count; index++) {
            long row = sources[mismatches[index]];
            long target = targets[mismatches[index]];
            long next = RawMemory.getLong(target + RowLayout.NEXT_OFFSET);
            if (next == 0) {
                RawMemory.putLong(row + RowLayout.NEXT_OFFSET, 0);
                RawMemory.putLong(target + RowLayout.NEXT_OFFSET, row);
            } else {
                sources[pairs] = row;
                targets[pairs++] = next;
            }
        }
        return pairs;
    }

    /** Puts up to {@code rows.length} more merged groups of the partition into {@code rows}; 0 at the end. */
    public int nextGroups(long[] rows) {
        if (tables.isEmpty()) {
            return 0;
        }
        if (groups == null) {
            groups = tables.size() == 1 ? tables.getFirst().scan(partition, bits) : new GroupScan(slots(), 0, 0);
        }
        return groups.next(rows);
    }

    @Override
    public void close() {
        if (slots != null) {
            slots.close();
            slots = null;
        }
    }
}
