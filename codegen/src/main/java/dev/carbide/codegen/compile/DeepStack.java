package dev.carbide.codegen.compile;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs recursive work on a thread of its own with a large stack. Janino recurses through the syntax tree: on the usual
 * 1 MiB, some 300 nested parentheses overflow it, and an overflow inside a static initialiser would leave a class of the
 * compiler broken for the life of the process.
 */
final class DeepStack {
    /** Address space; memory is used as far as the stack really grows. */
    private static final long STACK_BYTES = 64L << 20;

    private DeepStack() {}

    /** Waits for the result, also when interrupted; the interrupt stays set. Errors and exceptions of the work pass. */
    static <T> T call(String threadName, Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        var thread = new Thread(null, task, threadName, STACK_BYTES, false);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new CarbideInternalException("Work on a deep stack failed", e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
