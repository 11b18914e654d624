/**
 * Parquet files as tables of the engine: {@link dev.carbide.parquet.ParquetTable} reads, {@link
 * dev.carbide.parquet.ParquetTableWriter} writes flat schemas, {@link dev.carbide.parquet.ParquetFormat} registers both with
 * the kernel. The other packages of this module are internal to it.
 */
@NullMarked
package dev.carbide.parquet;

import org.jspecify.annotations.NullMarked;
