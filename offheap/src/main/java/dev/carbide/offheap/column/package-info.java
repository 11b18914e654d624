/**
 * Off-heap columns and batches, and the accessors that generated code reads them with. A column is a view on memory
 * that somebody else owns; {@link dev.carbide.offheap.column.BatchMemory} is that owner where it is shared.
 */
@NullMarked
package dev.carbide.offheap.column;

import org.jspecify.annotations.NullMarked;
