package dev.carbide.offheap.error;

/** An error that a user of the engine can cause and mend. The message names the rule, where it was broken, what was got and what was expected. */
public class CarbideException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CarbideException(String message) {
        super(message);
    }

    public CarbideException(String message, Throwable cause) {
        super(message, cause);
    }
}
