package dev.carbide.offheap.memory;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A consumer was written out to free memory. */
@Name("dev.carbide.Spill")
@Label("Spill")
@Category("Carbide")
@StackTrace(false)
final class SpillEvent extends Event {
    @Label("Consumer")
    String consumer = "";

    @Label("Cause")
    String cause = "";

    @Label("Freed")
    @DataAmount
    long freed;

    @Label("Spill Time")
    @Timespan
    long nanos;

    static void commit(MemoryConsumer consumer, String cause, long freed, long beganNanos) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        SpillEvent event = new SpillEvent();
        if (event.shouldCommit()) {
            event.consumer = consumer.pool().path();
            event.cause = cause;
            event.freed = freed;
            event.nanos = System.nanoTime() - beganNanos;
            event.commit();
        }
    }
}
