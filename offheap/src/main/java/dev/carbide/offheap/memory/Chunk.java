package dev.carbide.offheap.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of {@code 2^orders} units, cut into power-of-two blocks by the buddy method (K. C. Knowlton, "A fast storage
 * allocator", CACM 8(10), 1965), kept as a complete binary tree over the units in which each node knows the largest free
 * block below it. Splitting and coalescing both happen on the way from a node to the root.
 *
 * <p>A free unit is dirty if it may be resident: it was part of a block since it was mapped or last discarded.
 *
 * <p>Not thread-safe: {@link PageAllocator} guards it.
 */
final class Chunk {
    final long address;

    /** Set while dirty units are discarded outside the allocator's lock; no block may be allocated meanwhile. */
    boolean discarding;

    /** Links of the {@link ChunkList} that holds this chunk. */
    @Nullable
    Chunk previous;

    @Nullable
    Chunk next;

    private final int unitBits;
    private final int orders;
    // node 1 is the whole chunk, nodes 2n and 2n+1 are the halves of n; value: order of the largest free block + 1, 0
    // if none
    private final byte[] largest;
    private final UnitSet dirty;
    private int freeUnits;

    Chunk(long address, int unitBits, int orders) {
        this.address = address;
        this.unitBits = unitBits;
        this.orders = orders;
        this.largest = new byte[2 << orders];
        this.dirty = new UnitSet(1 << orders);
        this.freeUnits = 1 << orders;
        for (int order = orders; order >= 0; order--) {
            int first = 1 << (orders - order);
            Arrays.fill(largest, first, 2 * first, (byte) (order + 1));
        }
    }

    /** Allocates a block of {@code 2^order} units and returns its first unit; the chunk must have one. */
    int allocate(int order) {
        int node = 1;
        for (int level = orders; level > order; level--) {
            int left = 2 * node;
            boolean goLeft =
                    largest[left] > order && (largest[left + 1] <= order || largest[left] <= largest[left + 1]);
            node = goLeft ? left : left + 1;
        }
        largest[node] = 0;
        freeUnits -= 1 << order;
        updateAbove(node, order);
        return (node << order) - (1 << orders);
    }

    /** Frees the block that begins at this unit; whether it coalesced with its neighbours shows in {@link #largestFree}. */
    void free(int unit, int order) {
        int node = (unit + (1 << orders)) >> order;
        largest[node] = (byte) (order + 1);
        freeUnits += 1 << order;
        dirty.add(unit, unit + (1 << order));
        updateAbove(node, order);
    }

    private void updateAbove(int child, int childOrder) {
        int order = childOrder;
        for (int node = child >> 1; node > 0; node >>= 1) {
            order++;
            byte left = largest[2 * node];
            byte right = largest[2 * node + 1];
            boolean whole = left == order && right == order;
            largest[node] = whole ? (byte) (order + 1) : (byte) Math.max(left, right);
        }
    }

    /** Makes the units of a fresh block clean and returns how many of them were dirty. */
    int takeDirty(int unit, int order) {
        return dirty.remove(unit, unit + (1 << order));
    }

    /** The order of the largest free block, -1 if the chunk is full. */
    int largestFree() {
        return largest[1] - 1;
    }

    boolean isEmpty() {
        return freeUnits == 1 << orders;
    }

    int dirtyUnits() {
        return dirty.size();
    }

    /** Removes all dirty units and returns them. */
    UnitSet takeAllDirty() {
        return dirty.removeAll();
    }

    long addressOf(int unit) {
        return address + ((long) unit << unitBits);
    }

    int unitOf(long blockAddress) {
        return (int) ((blockAddress - address) >>> unitBits);
    }
}
