package dev.carbide.operators.pipeline;

import dev.carbide.codegen.runtime.InstanceResources;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.runtime.AggregateState;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.InputShape;
import dev.carbide.operators.runtime.JoinBuildState;
import dev.carbide.operators.runtime.JoinProbe;
import dev.carbide.operators.runtime.LimitState;
import dev.carbide.operators.runtime.ResultState;
import dev.carbide.operators.runtime.ResultWriter;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.SortState;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.runtime.WorkerState;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pipeline in one execution: its source, its shared sink state, and the instances of its workers. Thread-safe. */
public final class PipelineRun implements AutoCloseable {
    private final PipelineProgram program;
    private final ExecutionContext context;
    private final MemoryPool pool;
    private final SinkState sink;
    private final Source source;
    private final List<LimitState> limits = new ArrayList<>();
    private final List<AutoCloseable> workers = new ArrayList<>();
    private boolean closed;

    PipelineRun(PipelineProgram program, ExecutionContext context) {
        this.program = program;
        this.context = context;
        this.pool = context.pool();
        for (PipelineSpec.Step step : program.spec().steps()) {
            if (step instanceof PipelineSpec.Step.Limit limit) {
                limits.add(new LimitState(limit.offset(), limit.limit()));
            }
        }
        this.sink = newSink();
        try {
            this.source = openSource();
        } catch (RuntimeException | Error failure) {
            sink.close();
            throw failure;
        }
    }

    private Source openSource() {
        return switch (program.spec().input()) {
            case PipelineSpec.Input.TableScan scan ->
                scan.scan()
                        .table()
                        .open(new ScanRequest(
                                scan.scan().columns(),
                                scan.ranges(),
                                context.sourcePool(),
                                context.pages(),
                                context.batchRows(),
                                context.cancellation()));
            case PipelineSpec.Input.SinkOutput output ->
                context.sinks().apply(output.pipeline()).openSource();
        };
    }

    private SinkState newSink() {
        return switch (program.spec().sink()) {
            case PipelineSpec.Sink.Result _ -> new ResultState();
            case PipelineSpec.Sink.Aggregate aggregate -> aggregateState(aggregate.node());
            case PipelineSpec.Sink.JoinBuild build -> {
                JoinLayout layout = JoinLayout.of(build.join());
                yield new JoinBuildState(layout.rows(), layout.shape().exact(), pool, context.pages());
            }
            case PipelineSpec.Sink.Sort sort -> SortLayout.of(sort.node()).newState(context);
            case PipelineSpec.Sink.TopN topN -> SortLayout.of(topN.node()).newState(context);
        };
    }

    private SinkState aggregateState(AggregateNode node) {
        return new AggregateState(
                new AggregateLayout(node).groups(), context.batchRows(), pool, context.pages(), context.cancellation());
    }

    public Source source() {
        return source;
    }

    /** The shared state; the caller closes it when no later pipeline needs it. */
    public SinkState sink() {
        return sink;
    }

    /**
     * A worker's instance, counting into {@code metrics} (positions: source, steps in order, sink).
     *
     * @param pins receives those that a thread must be inside of whenever it calls the instance
     */
    public synchronized CompiledPipeline newWorker(WorkerMetrics metrics, PinSet pins) {
        if (closed) {
            throw new CarbideInternalException("A worker for a pipeline run that is closed");
        }
        InstanceResources resources = new InstanceResources(context.pages(), pool);
        workers.add(resources);
        Schema schema = program.spec().input().schema();
        InputShape input = new InputShape(
                schema, ScanShape.of(program.spec().input()).expected(schema.size()), resources, pool, context.pages());
        WorkerState state = new WorkerState(metrics, input, limits, probes(), newSinkWorker());
        workers.add(state);
        CompiledPipeline instance = program.compiled()
                .newInstance(
                        CompiledPipeline.class, resources.bind(program.source().arguments()));
        instance.bind(state);
        return instance;
    }

    private List<JoinProbe> probes() {
        List<JoinProbe> probes = new ArrayList<>();
        for (PipelineSpec.Step step : program.spec().steps()) {
            if (step instanceof PipelineSpec.Step.Probe probe) {
                JoinBuildState build = (JoinBuildState) context.sinks().apply(probe.buildPipeline());
                probes.add(build.table().newProbe());
            }
        }
        return probes;
    }

    private Object newSinkWorker() {
        return switch (sink) {
            case AggregateState aggregate -> aggregate.newWorker();
            case JoinBuildState build -> build.newWorker();
            case SortState sort -> sort.newWorker();
            case ResultState _ ->
                new ResultWriter(
                        ((PipelineSpec.Sink.Result) program.spec().sink()).schema(),
                        context.batchRows(),
                        context.output(),
                        pool,
                        context.pages());
            default -> throw new CarbideInternalException("Sink of unknown kind " + sink);
        };
    }

    /** What remains of the input when all workers have finished: a run with workers of its own that ends in the same sink. */
    public @Nullable PipelineRun nextStage() {
        return null;
    }

    /** Frees the source and what workers hold locally. No worker runs any more. The sink lives on. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (AutoCloseable worker : workers.reversed()) {
            try {
                worker.close();
            } catch (Exception failure) {
                throw new CarbideInternalException("A worker's state cannot be closed", failure);
            }
        }
        workers.clear();
        source.close();
    }
}
