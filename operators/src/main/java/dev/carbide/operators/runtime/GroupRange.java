package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;

/**
 * The groups whose mixed slot keys begin with the same bits.
 *
 * @param bits how many, 0 to {@link #MOST_BITS}
 * @param prefix these bits, as a number
 */
record GroupRange(int bits, long prefix) {
    static final int MOST_BITS = 60;
    static final GroupRange ALL = new GroupRange(0, 0);

    boolean contains(long slotKey) {
        return bits == 0 || Hash.mix(slotKey) >>> Long.SIZE - bits == prefix;
    }

    /** One half of it. */
    GroupRange half(int which) {
        return new GroupRange(bits + 1, prefix << 1 | which);
    }

    /** The first of its parts of {@code more} bits more. */
    long firstUnit(int unitBits) {
        return prefix << unitBits - bits;
    }
}
