package dev.carbide.offheap.spill;

/** What the raw bytes of a block are. The order is part of the format. */
public enum BlockKind {
    /** Rows, back to back. */
    ROWS,
    /** Columns of a batch. */
    COLUMNS,
    /** Known to the owner only. */
    OPAQUE
}
