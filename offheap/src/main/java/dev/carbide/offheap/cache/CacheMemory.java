package dev.carbide.offheap.cache;

import dev.carbide.offheap.memory.Page;

/** Where the memory for a column comes from: from what the cache may borrow, or from a query. */
@FunctionalInterface
interface CacheMemory {
    /** @throws NoRoomException if this is borrowed memory and there is none */
    Page allocate(long bytes);
}
