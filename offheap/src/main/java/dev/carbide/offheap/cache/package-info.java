/**
 * The block cache: columns of parts of tables, held in memory that execution does not use, and on disk. Knows columns, not
 * tables: whoever caches a table asks a {@link dev.carbide.offheap.cache.CacheRegion} for its blocks. Design:
 * {@code docs/design/cache.md}.
 */
@NullMarked
package dev.carbide.offheap.cache;

import org.jspecify.annotations.NullMarked;
