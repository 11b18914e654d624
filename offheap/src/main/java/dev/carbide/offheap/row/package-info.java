/**
 * Rows: a fixed layout with relative offsets, so that a row can be moved or written out as it is, stores of rows at stable
 * addresses, and the way back into columns. For operators that keep rows: hash tables, sorts, top-N.
 */
@NullMarked
package dev.carbide.offheap.row;

import org.jspecify.annotations.NullMarked;
