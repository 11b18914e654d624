package dev.carbide.parquet.scan;

/** A morsel: rows of one row group for one reader, which holds the plan once and releases it when done. */
record Slice(RowGroupPlan plan, RowRanges rows) {}
