package dev.carbide.offheap.spill;

/** How the raw bytes of a block are made smaller. The order is part of the format. */
public enum BlockCompression {
    NONE,
    LZ4
}
