package dev.carbide.kernel.metrics;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** One execution of a query, from {@code execute()} until all it held is freed. */
@Name("dev.carbide.Query")
@Label("Query")
@Category("Carbide")
@StackTrace(false)
public final class QueryEvent extends Event {
    @Label("Query")
    public String query = "";

    @Label("Rows")
    @Description("Rows of the result handed out")
    public long rows;

    @Label("CPU Time")
    @Timespan
    public long cpuNanos;

    @Label("Compile Time")
    @Timespan
    public long compileNanos;

    @Label("Memory Peak")
    @DataAmount
    public long memoryPeak;

    @Label("Spilled")
    @Description("Written to spill files")
    @DataAmount
    public long spilled;

    @Label("Spills")
    @Description("How often memory was given up by writing it out")
    public long spills;

    @Label("Failure")
    @Description("Why it ended early; null if it did not")
    public @Nullable String failure;

    public static QueryEvent begun() {
        QueryEvent event = new QueryEvent();
        event.begin();
        return event;
    }

    /** Ends and commits the event, if anybody records it. */
    public void commitWith(QueryMetrics metrics, @Nullable Throwable error) {
        end();
        if (shouldCommit()) {
            query = metrics.query();
            rows = metrics.rows();
            cpuNanos = metrics.cpuNanos();
            compileNanos = metrics.compileNanos();
            memoryPeak = metrics.memoryPeakBytes();
            SpillCost spill = metrics.spill();
            spilled = spill.bytesWritten();
            spills = spill.spills();
            failure = error == null ? null : error.toString();
            commit();
        }
    }
}
