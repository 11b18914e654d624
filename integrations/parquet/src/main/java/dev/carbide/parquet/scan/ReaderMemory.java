package dev.carbide.parquet.scan;

import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.parquet.codec.PageDecompressor;
import dev.carbide.parquet.decode.GrowingBytes;

/** What the columns of one reader share. */
record ReaderMemory(ScanRequest request, MemoryScope scope, PageDecompressor decompressor, ScanCounters counters) {
    GrowingBytes newBytes() {
        return new GrowingBytes(request.pages(), request.pool());
    }
}
