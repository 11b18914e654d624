package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.Pin;
import dev.carbide.offheap.spill.RunSegment;
import dev.carbide.offheap.spill.SpillBuffers;
import dev.carbide.offheap.spill.SpillFile;
import org.jspecify.annotations.Nullable;

/**
 * One pass over groups that no bit of the hash divides: it completes those that come first, as many as fit, and writes the
 * others to a file for the next pass. Every pass completes some. Used by one thread.
 */
final class GroupPass {
    private static final long SPARE_STRING_BYTES = 64 << 10;

    private final GroupStore store;
    private final GroupMerging merging;
    private final GroupMemory memory;
    private final Pin pin;
    private final OperatorResources resources;
    private final SpillBuffers output;
    private boolean full;
    private @Nullable SpillFile file;
    private @Nullable GroupRunWriter writer;

    GroupPass(
            GroupStore store,
            GroupMerging merging,
            GroupMemory memory,
            Pin pin,
            OperatorResources resources,
            SpillBuffers output) {
        this.store = store;
        this.merging = merging;
        this.memory = memory;
        this.pin = pin;
        this.resources = resources;
        this.output = output;
    }

    void add(long[] rows, int count) {
        full = full || !hasRoom(rows, count);
        if (full) {
            addToFull(rows, count);
        } else {
            merging.add(rows, count);
        }
    }

    private boolean hasRoom(long[] rows, int count) {
        long bytes = merging.bytesFor(rows, count);
        // strings may still grow when no group can be added
        long spare = store.holdsStrings() ? SPARE_STRING_BYTES + store.stringBytes() : 0;
        if (memory.pool().tryEnsure(bytes + spare)) {
            return true;
        }
        if (store.table().groups() > 0) {
            return false;
        }
        memory.ensure(bytes, pin);
        return true;
    }

    private void addToFull(long[] rows, int count) {
        for (int index = 0; index < count; index++) {
            long group = store.find(rows[index]);
            if (group == 0) {
                writer().append(rows[index]);
            } else {
                store.combine(group, rows[index], false);
            }
        }
        resources.cancellation().check();
    }

    private GroupRunWriter writer() {
        if (writer == null) {
            file = resources.spill().newFile("groups of one hash", resources.metrics());
            writer = new GroupRunWriter(store.shape(), file, output, resources.cancellation());
        }
        return writer;
    }

    /** The file of the groups that had no room, or null; the caller's to close, also half-way. */
    @Nullable
    SpillFile file() {
        return file;
    }

    /** The groups that had no room, all of this range. */
    GroupRun finish(GroupRange range) {
        return new GroupRun(range, range.bits(), new RunSegment[] {writer().cut()});
    }
}
