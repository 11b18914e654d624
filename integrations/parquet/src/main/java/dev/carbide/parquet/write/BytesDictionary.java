package dev.carbide.parquet.write;

import dev.carbide.offheap.memory.MemoryPool;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Codes of distinct byte strings, in order of first appearance, whose bytes lie one behind the other in native memory. */
final class BytesDictionary implements AutoCloseable {
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int BYTES_PER_SLOT = 2 * Integer.BYTES;
    /** Its page must stay small against those that refer to it. */
    private static final long MAX_BYTES = 1 << 20;

    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final int limit;
    private final MemoryPool pool;
    private final ByteSink bytes;
    private long charged;
    /** Code + 1, or 0. */
    private int[] slots = new int[0];
    /** Where each value ends; it begins where the one before ends. */
    private int[] ends = new int[0];

    private int size;

    BytesDictionary(int limit, WriterContext context) {
        this.limit = limit;
        this.pool = context.pool();
        this.bytes = new ByteSink(context.newBytes());
    }

    int size() {
        return size;
    }

    int from(int code) {
        return code == 0 ? 0 : ends[code - 1];
    }

    int length(int code) {
        return ends[code] - from(code);
    }

    MemorySegment data() {
        return bytes.segment();
    }

    /** The code of a value, new if need be; -1 if the dictionary is full. */
    int code(MemorySegment data, long from, int length) {
        if (2 * size >= slots.length) {
            grow();
        }
        int mask = slots.length - 1;
        int slot = slotOf(hash(data, from, length));
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (length(code) == length && isEqual(data, from, code, length)) {
                return code;
            }
            slot = (slot + 1) & mask;
        }
        if (size == limit || bytes.length() + length > MAX_BYTES) {
            return -1;
        }
        bytes.put(data, from, length);
        ends[size] = (int) bytes.length();
        slots[slot] = ++size;
        return size - 1;
    }

    private boolean isEqual(MemorySegment data, long from, int code, int length) {
        int start = from(code);
        return MemorySegment.mismatch(data, from, from + length, bytes.segment(), start, start + length) < 0;
    }

    private int slotOf(long hash) {
        return (int) (hash >>> (Long.numberOfLeadingZeros(slots.length) + 1));
    }

    private static long hash(MemorySegment data, long from, int length) {
        long hash = length;
        int position = 0;
        for (; position + 8 <= length; position += 8) {
            hash = mix(hash ^ data.get(ValueLayout.JAVA_LONG_UNALIGNED, from + position));
        }
        for (; position < length; position++) {
            hash = mix(hash ^ data.get(ValueLayout.JAVA_BYTE, from + position));
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long product = value * HASH_FACTOR;
        return product ^ product >>> 32;
    }

    private void grow() {
        int length = Math.max(FIRST_SLOTS, 2 * slots.length);
        long more = (long) length * BYTES_PER_SLOT - charged;
        pool.reserve(more);
        charged += more;
        slots = new int[length];
        ends = Arrays.copyOf(ends, length / 2);
        for (int code = 0; code < size; code++) {
            int slot = slotOf(hash(bytes.segment(), from(code), length(code)));
            while (slots[slot] != 0) {
                slot = (slot + 1) & (length - 1);
            }
            slots[slot] = code + 1;
        }
    }

    void clear() {
        Arrays.fill(slots, 0);
        bytes.clear();
        size = 0;
    }

    @Override
    public void close() {
        bytes.close();
        slots = new int[0];
        ends = new int[0];
        size = 0;
        pool.release(charged);
        charged = 0;
    }
}
