/**
 * Tables that keep what is read of them in the block cache. A {@link dev.carbide.operators.cache.CachedTable} stands before
 * the table that it caches; plans do not know the difference.
 */
@NullMarked
package dev.carbide.operators.cache;

import org.jspecify.annotations.NullMarked;
