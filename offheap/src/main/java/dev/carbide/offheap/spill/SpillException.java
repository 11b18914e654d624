package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A spill file cannot be made, written, read or deleted, or does not hold what was written. The message names file and
 * offset. Others that spill are not concerned.
 */
public final class SpillException extends CarbideException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Path path;
    private final long offset;

    SpillException(String message, Path path, long offset, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
        this.offset = offset;
    }

    /** The file, or the directory if there is no file yet. */
    public @Nullable Path path() {
        return path;
    }

    /** Where in the file, in bytes. */
    public long offset() {
        return offset;
    }

    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + message;
    }
}
