package dev.carbide.codegen.runtime;

import dev.carbide.offheap.raw.RawMemory;
import java.util.List;

/**
 * A fixed set of byte strings: a hash table with linear probing over length and first and last eight bytes. Must be bound
 * to an instance before use.
 */
public final class TextSet implements Bindable {
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private final List<byte[]> values;
    private final long[] hashes;
    private final int[] lengths;
    private final long[] addresses;

    private TextSet(List<byte[]> values, int capacity) {
        this.values = values;
        this.hashes = new long[capacity];
        this.lengths = new int[capacity];
        this.addresses = new long[capacity];
    }

    public static TextSet of(List<byte[]> values) {
        return new TextSet(List.copyOf(values), 0);
    }

    @Override
    public Object bind(InstanceResources resources) {
        TextSet bound = new TextSet(values, Math.max(2, Integer.highestOneBit(values.size()) * 4));
        for (byte[] value : values) {
            bound.add(resources.constant(value), value.length);
        }
        return bound;
    }

    private void add(long address, int length) {
        long hash = hash(address, length);
        int slot = slotOf(hash, address, length);
        hashes[slot] = hash;
        lengths[slot] = length;
        addresses[slot] = address;
    }

    public boolean contains(long address, int length) {
        return addresses[slotOf(hash(address, length), address, length)] != 0;
    }

    /** The slot of the bytes, or the free one where they would stand. */
    private int slotOf(long hash, long address, int length) {
        int mask = addresses.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (addresses[slot] != 0
                && !(hashes[slot] == hash
                        && lengths[slot] == length
                        && RawMemory.equal(addresses[slot], address, length))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static long hash(long address, int length) {
        if (length >= Long.BYTES) {
            long ends = RawMemory.getLong(address)
                    ^ Long.rotateLeft(RawMemory.getLong(address + length - Long.BYTES), 29) * GOLDEN_RATIO;
            return (ends ^ length) * GOLDEN_RATIO;
        }
        long bytes = 0;
        for (int at = 0; at < length; at++) {
            bytes = bytes << 8 | RawMemory.getByte(address + at) & 0xFF;
        }
        return (bytes ^ (long) length << 56) * GOLDEN_RATIO;
    }
}
