package dev.carbide.offheap.cache;

/** Where cached blocks may be, and in which form. On disk they are always compressed, as spill files are. */
public enum StorageLevel {
    /** As columns in memory; what is evicted comes from its source again. */
    MEMORY_ONLY(true, false, false),
    /** As columns in memory; what is evicted, or does not fit, goes to disk. */
    MEMORY_AND_DISK(true, true, false),
    DISK_ONLY(false, true, true),
    /** Compressed in memory, decompressed piece by piece whenever they are read. */
    MEMORY_ONLY_SER(true, false, true),
    /** Compressed in memory; what is evicted, or does not fit, goes to disk. */
    MEMORY_AND_DISK_SER(true, true, true);

    private final boolean memory;
    private final boolean disk;
    private final boolean compressed;

    StorageLevel(boolean memory, boolean disk, boolean compressed) {
        this.memory = memory;
        this.disk = disk;
        this.compressed = compressed;
    }

    public boolean usesMemory() {
        return memory;
    }

    public boolean usesDisk() {
        return disk;
    }

    /** Whether blocks in memory are compressed. */
    public boolean isCompressed() {
        return compressed;
    }

    /** Whether compressed blocks are ever made. */
    boolean needsFrames() {
        return disk || compressed;
    }
}
