package dev.carbide.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and other requests to end the process: what runs is cancelled, and the process waits a little for its clean-up,
 * such as deleting spill files.
 */
public final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "carbide-interrupted");
    private volatile boolean requested;
    private volatile @Nullable Runnable cancel;

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What to call when the process is asked to end, from another thread; null while nothing can be cancelled. */
    public void cancelling(@Nullable Runnable action) {
        cancel = action;
        if (requested && action != null) {
            action.run();
        }
    }

    /** Whether the process was asked to end. */
    public boolean requested() {
        return requested;
    }

    private void interrupted() {
        requested = true;
        Runnable action = cancel;
        if (action != null) {
            action.run();
        }
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has cleaned up. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook runs and has just been let go.
        }
    }
}
