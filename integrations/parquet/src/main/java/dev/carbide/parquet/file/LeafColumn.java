package dev.carbide.parquet.file;

/** A column of a file. {@code optional} says whether its pages carry definition levels. */
public record LeafColumn(int ordinal, String name, boolean optional, StoredForm form) {}
