package dev.carbide.offheap.error;

/** A broken invariant of the engine itself: never the user's doing. */
public class CarbideInternalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CarbideInternalException(String message) {
        super(message);
    }

    public CarbideInternalException(String message, Throwable cause) {
        super(message, cause);
    }
}
