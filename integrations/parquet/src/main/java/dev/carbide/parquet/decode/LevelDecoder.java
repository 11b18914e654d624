package dev.carbide.parquet.decode;

import java.lang.foreign.MemorySegment;

/** The definition levels of a flat, optional column: 1 where there is a value, 0 where there is NULL. */
public final class LevelDecoder {
    private final HybridDecoder runs = new HybridDecoder();

    /** Begins the levels of a page, {@code data[from, to)}. */
    public void start(MemorySegment data, long from, long to) {
        runs.start(data, from, to, 1);
    }

    /** Appends a bit for each of the next {@code rows} rows to {@code validity}, and returns how many are not NULL. */
    public int read(int rows, BitBuilder validity) {
        int before = validity.ones();
        runs.readBits(rows, validity);
        return validity.ones() - before;
    }

    /** Passes over {@code rows} rows and returns how many are not NULL. */
    public int skip(int rows) {
        return runs.countOnes(rows);
    }
}
