package dev.carbide.kernel;

import dev.carbide.kernel.explain.CodegenText;
import dev.carbide.kernel.explain.Explanation;
import dev.carbide.kernel.pipeline.QueryPlan;
import dev.carbide.kernel.schedule.ExecutablePipeline;
import dev.carbide.kernel.schedule.GeneratedPipeline;
import dev.carbide.offheap.type.Schema;
import java.util.List;
import java.util.stream.Collectors;

/** A compiled query. Immutable; can be executed any number of times, also at once. Holds no memory of the kernel. */
public final class PreparedQuery {
    private final Kernel kernel;
    private final String name;
    private final QueryPlan plan;
    private final List<ExecutablePipeline> pipelines;
    private final long compileNanos;

    PreparedQuery(Kernel kernel, String name, QueryPlan plan, List<ExecutablePipeline> pipelines, long compileNanos) {
        this.kernel = kernel;
        this.name = name;
        this.plan = plan;
        this.pipelines = List.copyOf(pipelines);
        this.compileNanos = compileNanos;
    }

    public String name() {
        return name;
    }

    public Schema schema() {
        return plan.root().schema();
    }

    /** On the kernel's workers, without limits of its own. */
    public ResultStream execute() {
        return execute(QueryOptions.DEFAULT);
    }

    /** Begins to execute the query; returns at once. What goes wrong is thrown by {@link ResultStream#next}. */
    public ResultStream execute(QueryOptions options) {
        return kernel.execute(this, options);
    }

    /** The plan as a tree with operator ids, and the pipelines it runs as. */
    public String explain() {
        return Explanation.of(plan);
    }

    /** Per pipeline the generated source, its constants, bytecode sizes and compile time. */
    public String explainCodegen() {
        return pipelines.stream()
                .filter(GeneratedPipeline.class::isInstance)
                .map(GeneratedPipeline.class::cast)
                .map(generated -> CodegenText.of(generated.program(), generated.cached()))
                .collect(Collectors.joining("\n"));
    }

    /** Time spent on generating and compiling when the query was prepared, in nanoseconds. */
    public long compileNanos() {
        return compileNanos;
    }

    QueryPlan plan() {
        return plan;
    }

    List<ExecutablePipeline> pipelines() {
        return pipelines;
    }
}
