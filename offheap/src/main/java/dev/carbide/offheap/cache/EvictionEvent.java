package dev.carbide.offheap.cache;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Cached blocks had to leave memory. */
@Name("dev.carbide.Eviction")
@Label("Eviction")
@Category("Carbide")
@StackTrace(false)
final class EvictionEvent extends Event {
    @Label("Reason")
    @Description("Who needed the memory: execution, or other blocks")
    String reason = "";

    @Label("Wanted")
    @DataAmount
    long wanted;

    @Label("Freed")
    @DataAmount
    long freed;

    @Label("Blocks")
    int blocks;

    @Label("Written")
    @Description("Bytes written to disk")
    @DataAmount
    long written;

    @Label("Eviction Time")
    @Timespan
    long nanos;

    static void commit(Eviction eviction, long beganNanos) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        EvictionEvent event = new EvictionEvent();
        if (event.shouldCommit()) {
            event.reason = eviction.reason();
            event.wanted = eviction.wanted();
            event.freed = eviction.freed();
            event.blocks = eviction.blocks();
            event.written = eviction.written();
            event.nanos = System.nanoTime() - beganNanos;
            event.commit();
        }
    }
}
