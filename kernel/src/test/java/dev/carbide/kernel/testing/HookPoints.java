package dev.carbide.kernel.testing;

import dev.carbide.operators.scan.Cancellation;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the points that one pipeline of one execution reaches and runs the hook there. */
final class HookPoints {
    private final Hook hook;
    private final Cancellation cancellation;
    private final AtomicLongArray counts = new AtomicLongArray(Hook.Point.values().length);

    HookPoints(Hook hook, Cancellation cancellation) {
        this.hook = hook;
        this.cancellation = cancellation;
    }

    void reach(Hook.Point point) {
        hook.at(point, counts.getAndIncrement(point.ordinal()), cancellation);
    }
}
