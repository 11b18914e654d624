/**
 * Reading for one query: which row groups and pages are needed, how they are dealt out to readers, and how a reader turns
 * the pages of several columns into batches.
 */
@NullMarked
package dev.carbide.parquet.scan;

import org.jspecify.annotations.NullMarked;
