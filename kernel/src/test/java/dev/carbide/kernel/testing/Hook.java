package dev.carbide.kernel.testing;

import dev.carbide.operators.scan.Cancellation;

/** Runs at a point in an execution: may fail, wait for the test, or note that it was reached. */
@FunctionalInterface
public interface Hook {
    /** Where it runs. */
    enum Point {
        OPEN,
        NEW_READER,
        READ,
        CLOSE_READER,
        CLOSE_SOURCE,
        CONSUME,
        FINISH,
        SINK_FINISH,
        SINK_OPEN,
        SINK_CLOSE
    }

    Hook NONE = (point, count, cancellation) -> {};

    /** @param count how often this point was reached before, over all workers of the pipeline */
    void at(Point point, long count, Cancellation cancellation);

    /** Throws at the {@code nth} time, from 0, that a point is reached. */
    static Hook failing(Point where, long nth, Throwable error) {
        return (point, count, cancellation) -> {
            if (point == where && count == nth) {
                throw sneaky(error);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable error) throws E {
        throw (E) error;
    }
}
