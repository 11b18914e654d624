package dev.carbide.offheap.error;

/** A reservation does not fit into its budget. The message carries the path of the pool, the figures and the tree of consumers. */
public final class MemoryLimitException extends CarbideException {
    private static final long serialVersionUID = 1L;

    public MemoryLimitException(String message) {
        super(message);
    }
}
