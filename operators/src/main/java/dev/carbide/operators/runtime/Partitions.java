package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;

/**
 * How rows that are written out are divided by their slot keys: by six bits of the mixed key at each level, from the lowest
 * up, as hash tables use the highest.
 */
final class Partitions {
    private static final int BITS = 6;
    static final int COUNT = 1 << BITS;
    /** Deeper than this no bits are left. */
    static final int LEVELS = Long.SIZE / BITS;

    private Partitions() {}

    static int of(long slotKey, int level) {
        return (int) (Hash.mix(slotKey) >>> level * BITS) & COUNT - 1;
    }
}
