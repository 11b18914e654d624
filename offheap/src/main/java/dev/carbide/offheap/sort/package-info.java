/** Keys in a form that compares as unsigned bytes, for sorts, merges and top-N. */
@NullMarked
package dev.carbide.offheap.sort;

import org.jspecify.annotations.NullMarked;
