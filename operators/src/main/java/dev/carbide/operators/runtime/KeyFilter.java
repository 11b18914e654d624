package dev.carbide.operators.runtime;

import dev.carbide.offheap.hash.Hash;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.Page;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.raw.RawMemory;
import dev.carbide.offheap.row.RowLayout;

/**
 * Which slot keys a join table may hold, in a fraction of its size: a bit per key of the range where exact keys lie close
 * enough together, else a Bloom filter whose bits for one key lie in one 64-bit word (F. Putze, P. Sanders, J. Singler,
 * "Cache-, Hash- and Space-Efficient Bloom Filters", 2007), with about 1% false positives.
 *
 * <p>Filled in parts at the same time, each part by one thread; then read by any number.
 */
final class KeyFilter implements AutoCloseable {
    /** A bit map takes at most this many bits per key. */
    private static final long MAP_SPREAD = 64;

    private static final int KEYS_PER_WORD = 4;

    private final boolean map;
    private final long minKey;
    /** Bits of a map. */
    private final long range;
    /** A power of two for a Bloom filter. */
    private final long words;

    private final int shift;
    private final int partBits;
    private final Page page;
    private final long base;

    KeyFilter(JoinTable table, boolean exactKeys, int partBits, MemoryPool pool, PageAllocator pages) {
        minKey = table.minKey();
        range = table.maxKey() - minKey + 1;
        map = exactKeys && range > 0 && (range - 1) / MAP_SPREAD < table.rows();
        words = map
                ? (range + Long.SIZE - 1) / Long.SIZE
                : Long.highestOneBit(Math.max(2 << partBits, 2 * table.rows() / KEYS_PER_WORD));
        shift = Long.SIZE - Long.numberOfTrailingZeros(words);
        this.partBits = partBits;
        page = pages.allocateZeroed(pool, (words + 1) * Long.BYTES);
        base = page.address();
    }

    /** Enters those of the rows whose bits lie in the part. */
    void add(int part, long[] rows, int count) {
        if (map) {
            addToMap(part, rows, count);
        } else {
            addToBloom(part, rows, count);
        }
    }

    private void addToMap(int part, long[] rows, int count) {
        long share = words >> partBits;
        long from = share * part;
        long to = part + 1 == 1 << partBits ? words : from + share;
        for (int index = 0; index < count; index++) {
            long entry = RawMemory.getLong(rows[index] + RowLayout.KEY_OFFSET) - minKey;
            long word = entry >>> 6;
            if (word >= from && word < to) {
                long at = base + (word << 3);
                RawMemory.putLong(at, RawMemory.getLong(at) | 1L << entry);
            }
        }
    }

    private void addToBloom(int part, long[] rows, int count) {
        for (int index = 0; index < count; index++) {
            long hash = Hash.mix(RawMemory.getLong(rows[index] + RowLayout.KEY_OFFSET));
            if (hash >>> 1 >>> (Long.SIZE - 1 - partBits) == part) {
                long at = base + ((hash >>> shift) << 3);
                RawMemory.putLong(at, RawMemory.getLong(at) | bits(hash));
            }
        }
    }

    /** Four of 64 bits, by the low bits of the hash. */
    private static long bits(long hash) {
        return 1L << hash | 1L << (hash >> 6) | 1L << (hash >> 12) | 1L << (hash >> 18);
    }

    /**
     * Drops keys that the table surely does not hold. In three loops, of which the second only loads.
     *
     * @param tuples receives the positions of the others
     * @param passed receives the others
     * @param words as scratch space
     * @param tests as scratch space
     * @return how many there are
     */
    int select(long[] keys, int count, int[] tuples, long[] passed, long[] words, long[] tests) {
        if (map) {
            locateInMap(keys, count, words, tests);
        } else {
            locateInBloom(keys, count, words, tests);
        }
        for (int tuple = 0; tuple < count; tuple++) {
            words[tuple] = RawMemory.getLong(words[tuple]);
        }
        int found = 0;
        for (int tuple = 0; tuple < count; tuple++) {
            long missing = ~words[tuple] & tests[tuple];
            tuples[found] = tuple;
            passed[found] = keys[tuple];
            found += (int) (~(missing | -missing) >>> 63);
        }
        return found;
    }

    /** Keys out of range are looked for in the word behind the last, which is zero. */
    private void locateInMap(long[] keys, int count, long[] addresses, long[] tests) {
        long first = base;
        long min = minKey;
        long last = range - 1;
        long behind = words;
        for (int tuple = 0; tuple < count; tuple++) {
            long entry = keys[tuple] - min;
            long outside = (entry | (last - entry)) >> 63;
            addresses[tuple] = first + ((entry >>> 6 & ~outside | behind & outside) << 3);
            tests[tuple] = 1L << entry;
        }
    }

    private void locateInBloom(long[] keys, int count, long[] addresses, long[] tests) {
        long first = base;
        int wordShift = shift;
        for (int tuple = 0; tuple < count; tuple++) {
            long hash = Hash.mix(keys[tuple]);
            addresses[tuple] = first + ((hash >>> wordShift) << 3);
            tests[tuple] = bits(hash);
        }
    }

    long bytes() {
        return page.size();
    }

    @Override
    public void close() {
        page.free();
    }
}
