package dev.carbide.operators.runtime;

/**
 * Rows in order, of which one after the other is taken. Between two rows an input remembers its place without any address,
 * so it can move to other memory or to a file. For one thread at a time.
 */
abstract sealed class MergeInput permits MemoryInput, RunInput {
    static final long NONE = 0;

    /** The address of the next row; {@link #NONE} if {@link #refill} has to bring it, or at the end. */
    abstract long head();

    /** Takes the head and says where the next row is, as {@link #head} does. Rows taken stay until {@link #refill}. */
    abstract long advance();

    /** Without a head: brings more rows, where those taken may have been. The head, or {@link #NONE} at the end. */
    abstract long refill();
}
