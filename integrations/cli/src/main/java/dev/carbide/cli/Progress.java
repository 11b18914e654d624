package dev.carbide.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a waiting person how far a step has come: on a terminal in one line that is written over, else only once a step
 * has become slow, in lines of their own. One step at a time; thread-safe.
 */
public final class Progress implements AutoCloseable {
    // Nanoseconds.
    private static final long TERMINAL_INTERVAL = 200_000_000L;
    private static final long LOG_INTERVAL = 10_000_000_000L;

    private final Console console;
    private final Thread ticker;

    // Guarded by this.
    private @Nullable String step;
    private DoubleSupplier fraction = () -> 0;
    private long due;
    private int shown;
    private boolean closed;

    public Progress(Console console) {
        this.console = console;
        this.ticker = Thread.ofPlatform().daemon().name("carbide-progress").start(this::run);
    }

    /** @param done share of the step that is done, 0 to 1; NaN if that is not known. Called from another thread. */
    public synchronized void begin(String name, DoubleSupplier done) {
        erase();
        step = name;
        fraction = done;
        postpone();
        notifyAll();
    }

    /** Nothing goes on any more; what was shown is gone. */
    public synchronized void end() {
        erase();
        step = null;
    }

    /** A line that stays. */
    public synchronized void note(String format, Object... values) {
        erase();
        console.note(format, values);
    }

    private synchronized void run() {
        try {
            while (!closed) {
                long left = step == null ? Long.MAX_VALUE : due - System.nanoTime();
                if (left <= 0) {
                    show();
                    postpone();
                } else if (step == null) {
                    wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void postpone() {
        due = System.nanoTime() + (console.interactive() ? TERMINAL_INTERVAL : LOG_INTERVAL);
    }

    private void show() {
        double done = fraction.getAsDouble();
        String line = Double.isNaN(done)
                ? step + " …"
                : String.format(Locale.ROOT, "%s … %.0f%%", step, 100 * Math.clamp(done, 0, 1));
        if (console.interactive()) {
            erase();
            console.err().print(line);
            console.err().flush();
            shown = line.length();
        } else {
            console.err().println(line);
        }
    }

    private void erase() {
        if (shown > 0) {
            console.err().print("\r" + " ".repeat(shown) + "\r");
            console.err().flush();
            shown = 0;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            erase();
            closed = true;
            notifyAll();
        }
        try {
            ticker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
