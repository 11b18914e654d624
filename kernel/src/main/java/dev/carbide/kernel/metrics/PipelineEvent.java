package dev.carbide.kernel.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One pipeline of an execution, from its first slice until its sink is finished. */
@Name("dev.carbide.Pipeline")
@Label("Pipeline")
@Category("Carbide")
@StackTrace(false)
public final class PipelineEvent extends Event {
    @Label("Query")
    public String query = "";

    @Label("Pipeline")
    public int pipeline;

    @Label("Operators")
    @Description("What it passes through, with operator ids")
    public String operators = "";

    @Label("Tasks")
    @Description("Workers that could be busy with it at once")
    public int tasks;

    @Label("Source Rows")
    public long sourceRows;

    public static PipelineEvent begun() {
        PipelineEvent event = new PipelineEvent();
        event.begin();
        return event;
    }
}
