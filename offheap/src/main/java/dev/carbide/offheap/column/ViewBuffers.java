package dev.carbide.offheap.column;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The buffers that the long views of a string or binary column point into, by index. Immutable; does not own the
 * memory.
 */
public final class ViewBuffers {
    public static final ViewBuffers NONE = new ViewBuffers();

    private final MemorySegment[] segments;
    private final long[] addresses;

    public ViewBuffers(MemorySegment... segments) {
        this.segments = segments.clone();
        this.addresses = new long[segments.length];
        for (int index = 0; index < segments.length; index++) {
            if (!segments[index].isNative()) {
                throw new CarbideInternalException("View buffers must be native segments");
            }
            addresses[index] = segments[index].address();
        }
    }

    public int count() {
        return segments.length;
    }

    public MemorySegment segment(int index) {
        return segments[index];
    }

    public long address(int index) {
        return addresses[index];
    }

    /** The table that holds these buffers and then {@code more}: indexes into {@code more} shift by {@link #count()}. */
    public ViewBuffers concat(ViewBuffers more) {
        MemorySegment[] all = Arrays.copyOf(segments, segments.length + more.segments.length);
        System.arraycopy(more.segments, 0, all, segments.length, more.segments.length);
        return new ViewBuffers(all);
    }
}
