package dev.carbide.codegen.compile;

import jdk.jfr.FlightRecorder;

/** Whether events for the flight recorder can be of interest. */
public final class FlightEvents {
    private FlightEvents() {}

    /**
     * Whether the flight recorder was ever started in this process. While it was not, making an event would only load and
     * instrument the recorder's classes: 90 ms at the first one.
     */
    public static boolean areRecorded() {
        return FlightRecorder.isInitialized();
    }
}
