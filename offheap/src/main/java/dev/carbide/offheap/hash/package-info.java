/** Hash functions: Carbide's own 64-bit one for tables in memory, and the 32-bit one that shuffles share with Spark. */
@NullMarked
package dev.carbide.offheap.hash;

import org.jspecify.annotations.NullMarked;
