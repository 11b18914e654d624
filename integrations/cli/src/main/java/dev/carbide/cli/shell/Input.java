package dev.carbide.cli.shell;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the shell gets its texts from. */
interface Input extends AutoCloseable {
    /** The next dot command or complete statements; an empty text if the user gave up on one; null at the end. */
    @Nullable
    String next() throws IOException;

    /** Runs something that the user may interrupt. */
    void interruptible(Runnable onInterrupt, Work work) throws IOException;

    @Override
    void close() throws IOException;

    /** What can be interrupted. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }
}
