/**
 * Compression of pages, native memory to native memory, with the libraries that parquet-java uses itself; sizes that a file
 * claims are checked before a library sees them.
 */
@NullMarked
package dev.carbide.parquet.codec;

import org.jspecify.annotations.NullMarked;
