package dev.carbide.offheap.raw;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says about the residence of this process's memory, page by page (proc_pid_pagemap(5)). */
public final class ResidentPages {
    private static final Path PAGEMAP = Path.of("/proc/self/pagemap");

    private ResidentPages() {}

    public static boolean areVisible() {
        return Files.isReadable(PAGEMAP);
    }

    /** Bytes of the range that are present or swapped out. */
    public static long bytes(long address, long bytes) throws IOException {
        long pageSize = SystemMemory.current().pageSize();
        byte[] entries = new byte[Math.toIntExact(bytes / pageSize * Long.BYTES)];
        try (RandomAccessFile pagemap = new RandomAccessFile(PAGEMAP.toFile(), "r")) {
            pagemap.seek(address / pageSize * Long.BYTES);
            pagemap.readFully(entries);
        }
        long resident = 0;
        for (int last = Long.BYTES - 1; last < entries.length; last += Long.BYTES) {
            resident += (entries[last] & 0xC0) != 0 ? pageSize : 0;
        }
        return resident;
    }
}
