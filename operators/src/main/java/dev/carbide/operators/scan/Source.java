package dev.carbide.operators.scan;

/**
 * An opened relation whose rows are dealt out in morsels to the readers of several workers; each row goes to exactly one
 * reader. Methods are thread-safe; the readers are not.
 */
public interface Source extends AutoCloseable {
    /** A reader for one worker; takes morsels from the shared source until none is left. */
    BatchReader newReader();

    /** How many readers can be usefully busy at once; at least 1. */
    int maxReaders();

    /** The share of the work dealt out so far, 0 to 1; for progress only. */
    double progress();

    /** Frees what is shared. All readers are closed before. */
    @Override
    void close();
}
