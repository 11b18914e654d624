/**
 * The memory ledger and the pages it accounts: a tree of {@link dev.carbide.offheap.memory.MemoryPool}s in which every
 * off-heap byte is reserved before it exists, a {@link dev.carbide.offheap.memory.PageAllocator} over memory of the system,
 * and {@link dev.carbide.offheap.memory.MemoryScope} for the small pieces of one owner.
 */
@NullMarked
package dev.carbide.offheap.memory;

import org.jspecify.annotations.NullMarked;
