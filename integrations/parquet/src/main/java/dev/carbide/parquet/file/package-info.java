/**
 * What a Parquet file says about itself: footer, schema, row groups, column chunks, statistics and page index, read from
 * parquet-java's Thrift structures and checked, so that the rest of the module can rely on it. Values of statistics stay
 * claims of the file.
 */
@NullMarked
package dev.carbide.parquet.file;

import org.jspecify.annotations.NullMarked;
