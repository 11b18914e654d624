package dev.carbide.offheap.memory;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A thread waited for memory that others hold. */
@Name("dev.carbide.MemoryWait")
@Label("Memory Wait")
@Category("Carbide")
@StackTrace(false)
final class MemoryWaitEvent extends Event {
    @Label("Pool")
    String pool = "";

    @Label("Requested")
    @DataAmount
    long requested;

    static @Nullable MemoryWaitEvent begun() {
        if (!FlightRecorder.isInitialized()) {
            return null;
        }
        MemoryWaitEvent event = new MemoryWaitEvent();
        event.begin();
        return event;
    }

    void commitFor(MemoryRequest request) {
        end();
        if (shouldCommit()) {
            pool = request.pool().path();
            requested = request.bytes();
            commit();
        }
    }
}
