package dev.carbide.kernel.format;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import java.nio.file.Path;
import java.util.List;

/**
 * What a format gets to open a table with.
 *
 * @param files the existing files that the path stands for, at least one, sorted; all accepted by the format
 * @param pool charged with what the table holds for as long as it is open
 * @param pages where off-heap memory comes from
 */
public record FormatContext(List<Path> files, MemoryPool pool, PageAllocator pages) {
    public FormatContext {
        files = List.copyOf(files);
    }
}
