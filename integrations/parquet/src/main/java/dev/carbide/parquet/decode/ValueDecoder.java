package dev.carbide.parquet.decode;

import java.lang.foreign.MemorySegment;

/**
 * Decodes the values (not the nulls) of one page after the other, all of the same encoding and stored type. Reads are in
 * order. Not thread-safe.
 */
public abstract class ValueDecoder {
    /** Readable bytes behind the values of a page. */
    public static final int TAIL_PADDING = 64;

    /** The most values that one {@link #read} may ask for. */
    public static final int MAX_READ = 2048;

    /**
     * Begins a page whose values are {@code data[from, to)}.
     *
     * @param values how many there are at most: the page's rows
     */
    public abstract void start(MemorySegment data, long from, long to, int values);

    /** Decodes the next {@code count} values to elements {@code at} and up of {@code target}. */
    public abstract void read(int count, MemorySegment target, long at);

    public abstract void skip(int count);
}
