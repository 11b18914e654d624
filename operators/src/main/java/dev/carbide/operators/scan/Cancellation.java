package dev.carbide.operators.scan;

import dev.carbide.offheap.error.CancelledException;

/** A query's cancel flag. Cheap to poll, from any thread. */
public interface Cancellation {
    Cancellation NEVER = () -> false;

    boolean isCancelled();

    /** Throws {@link CancelledException} once the query is cancelled. */
    default void check() {
        if (isCancelled()) {
            throw new CancelledException("The query was cancelled");
        }
    }
}
