package dev.carbide.sql;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Parsing and validation recurse as deep as the text is nested, and chains of operators are nested too. Short texts are
 * planned on the caller's thread; long ones, and those that overflow its stack, on a thread with a stack of their own.
 */
final class DeepStack {
    private static final long STACK_BYTES = 256L << 20;
    /** Chars of a text that may be planned on any thread. */
    private static final int SHORT_TEXT = 4_000;

    private DeepStack() {}

    /** @throws StackOverflowError if even the large stack does not do */
    static <T> T call(String text, Callable<T> action) {
        if (text.length() > SHORT_TEXT) {
            return onLargeStack(action);
        }
        try {
            return unchecked(action);
        } catch (StackOverflowError tooDeepHere) {
            return onLargeStack(action);
        }
    }

    private static <T> T unchecked(Callable<T> action) {
        try {
            return action.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception impossible) {
            throw new CarbideInternalException("Planning threw a checked exception", impossible);
        }
    }

    private static <T> T onLargeStack(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(null, task, "carbide-sql", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failure) {
                    throw rethrown(failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        switch (cause) {
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            default -> throw new CarbideInternalException("Planning threw a checked exception", cause);
        }
    }
}
