/**
 * Logical data types, their physical representation in columns and rows, schemas and value bounds. Everything here is
 * immutable and knows nothing of memory.
 */
@NullMarked
package dev.carbide.offheap.type;

import org.jspecify.annotations.NullMarked;
