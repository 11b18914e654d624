/**
 * Writing flat columns: a column writer per column turns batches into pages, dictionary-encoded while that pays, and keeps
 * them compressed in native memory until their row group is complete.
 */
@NullMarked
package dev.carbide.parquet.write;

import org.jspecify.annotations.NullMarked;
