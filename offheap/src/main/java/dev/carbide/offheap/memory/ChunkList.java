package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chunks of an allocator by the order of their largest free block. Not thread-safe. */
final class ChunkList {
    // index: order of the largest free block + 1, so 0 holds the full chunks
    private final @Nullable Chunk[] heads;

    ChunkList(int orders) {
        this.heads = new @Nullable Chunk[orders + 2];
    }

    /** The chunk to cut a block of this order from: one with as little else as possible to cut into; null if there is none. */
    @Nullable
    Chunk bestFor(int order) {
        for (int index = order + 1; index < heads.length; index++) {
            if (heads[index] != null) {
                return heads[index];
            }
        }
        return null;
    }

    void add(Chunk chunk) {
        int index = chunk.largestFree() + 1;
        Chunk head = heads[index];
        chunk.next = head;
        if (head != null) {
            head.previous = chunk;
        }
        heads[index] = chunk;
    }

    /** Removes a chunk whose largest free block still has the order it had when added. */
    void remove(Chunk chunk) {
        Chunk previous = chunk.previous;
        Chunk next = chunk.next;
        if (previous == null) {
            heads[chunk.largestFree() + 1] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        chunk.previous = null;
        chunk.next = null;
    }

    /** All chunks of the list at this moment. */
    List<Chunk> all() {
        List<Chunk> all = new ArrayList<>();
        for (Chunk head : heads) {
            for (Chunk chunk = head; chunk != null; chunk = chunk.next) {
                all.add(chunk);
            }
        }
        return all;
    }
}
