package dev.carbide.offheap.error;

/** The query was cancelled or its result was closed before the end. */
public final class CancelledException extends CarbideException {
    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
        super(message);
    }
}
