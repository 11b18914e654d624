package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;
import java.util.Random;

/** Slot keys that hash tables must cope with. */
enum KeyKind {
    /** Always the same. */
    ONE {
        @Override
        long key(Random random, int size) {
            return -7;
        }
    },
    /** Few values, each many times. */
    FEW {
        @Override
        long key(Random random, int size) {
            return random.nextInt(5);
        }
    },
    /** About as many values as keys, close together. */
    CLOSE {
        @Override
        long key(Random random, int size) {
            return 1_000_000_000_000L + random.nextInt(Math.max(1, size));
        }
    },
    /** Hardly ever the same. */
    RANDOM {
        @Override
        long key(Random random, int size) {
            return random.nextLong();
        }
    },
    /** Different keys whose first slot is the same, at the very end of the table. */
    COLLIDING {
        @Override
        long key(Random random, int size) {
            return unmix(-1 - random.nextInt(Math.max(1, Math.min(size, 60))));
        }
    };

    /** Whether each value comes very often. */
    boolean repeats() {
        return this == ONE || this == FEW || this == COLLIDING;
    }

    abstract long key(Random random, int size);

    long[] keys(Random random, int size) {
        long[] keys = new long[size];
        for (int index = 0; index < size; index++) {
            keys[index] = key(random, size);
        }
        return keys;
    }

    /** The inverse of {@link Hash#mix}. */
    static long unmix(long hash) {
        long value = unshift(hash, 31) * 0x319642B2D24D8EC3L;
        value = unshift(value, 27) * 0x96DE1B173F119089L;
        return unshift(value, 30);
    }

    private static long unshift(long value, int bits) {
        long result = value;
        for (int known = bits; known < Long.SIZE; known += bits) {
            result = value ^ (result >>> bits);
        }
        return result;
    }
}
