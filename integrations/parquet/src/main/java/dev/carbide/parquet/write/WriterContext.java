package dev.carbide.parquet.write;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.parquet.codec.PageCompressor;
import dev.carbide.parquet.decode.GrowingBytes;

/**
 * What the columns of one writer share.
 *
 * @param pageRows rows per page
 * @param pageBytes uncompressed bytes after which a page is ended early
 * @param dictionaryValues the largest dictionary
 */
public record WriterContext(
        MemoryPool pool,
        PageAllocator pages,
        PageCompressor compressor,
        int pageRows,
        int pageBytes,
        int dictionaryValues) {
    GrowingBytes newBytes() {
        return new GrowingBytes(pages, pool);
    }
}
