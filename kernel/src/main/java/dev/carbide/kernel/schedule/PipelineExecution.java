package dev.carbide.kernel.schedule;

import dev.carbide.codegen.compile.FlightEvents;
import dev.carbide.kernel.explain.PipelineText;
import dev.carbide.kernel.metrics.OperatorSpills;
import dev.carbide.kernel.metrics.OperatorTotals;
import dev.carbide.kernel.metrics.PipelineEvent;
import dev.carbide.kernel.pipeline.QueryPlan;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.pipeline.PipelineSpec.Input;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.WorkerMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One pipeline in one execution of a query: waits for the pipelines it depends on, opens, is worked on, and ends. */
final class PipelineExecution {
    private final QueryExecution query;
    private final ExecutablePipeline pipeline;
    private final AtomicInteger awaited;
    private final AtomicInteger working = new AtomicInteger(1);
    private final List<WorkerMetrics> metrics = new CopyOnWriteArrayList<>();
    private final OperatorSpills spills = new OperatorSpills();

    // Guarded by this. Pools and run are opened together, in this order.
    private @Nullable PipelinePools pools;
    private boolean sourceClosed;
    private ExecutablePipeline.@Nullable Run run;
    /** The run, or the later part of it that is being worked on. */
    private ExecutablePipeline.@Nullable Run stage;

    private boolean runClosed;
    private boolean sinkClosed;
    private boolean finished;

    /** Belongs to the task that opens the pipeline, then to the one that ends it. */
    private volatile @Nullable PipelineEvent event;

    PipelineExecution(QueryExecution query, ExecutablePipeline pipeline) {
        this.query = query;
        this.pipeline = pipeline;
        this.awaited = new AtomicInteger(dependencies().size());
    }

    PipelineSpec spec() {
        return pipeline.spec();
    }

    List<Integer> dependencies() {
        return QueryPlan.dependencies(spec());
    }

    private boolean endsInResult() {
        return spec().sink() instanceof PipelineSpec.Sink.Result;
    }

    /** Whether the pipeline that has just ended was the last one this one waits for. */
    boolean dependencyFinished() {
        return awaited.decrementAndGet() == 0;
    }

    PipelineTask newTask() {
        WorkerMetrics worker = new WorkerMetrics(spec().steps().size() + 2);
        metrics.add(worker);
        return new PipelineTask(query, this, worker);
    }

    /** The run; the first call opens it and launches the tasks of the other workers. */
    ExecutablePipeline.Run open() {
        ExecutionContext context;
        synchronized (this) {
            if (stage != null) {
                return stage;
            }
            pools = PipelinePools.open(
                    query.pool(), query.workSpace(), PipelineText.sink(spec()), PipelineText.input(spec()));
            context = query.context(pools, spills);
        }
        event = FlightEvents.areRecorded() ? PipelineEvent.begun() : null;
        ExecutablePipeline.Run opened = pipeline.start(context);
        synchronized (this) {
            run = opened;
            stage = opened;
        }
        launchOthers(opened);
        return opened;
    }

    private void launchOthers(ExecutablePipeline.Run opened) {
        int tasks = Math.clamp(opened.source().maxReaders(), 1, query.workers());
        working.addAndGet(tasks - 1);
        for (int slot = 1; slot < tasks; slot++) {
            query.launch(newTask());
        }
    }

    /** Whether a batch may be begun: the reader of the result takes what comes of it. Otherwise its task will be woken. */
    boolean hasRoomForOutput() {
        return !endsInResult() || query.hasRoomForOutput();
    }

    /** Goes on with what the run has left for the end, if anything. */
    private boolean beginNextStage() {
        ExecutablePipeline.Run next = running().nextStage();
        if (next == null) {
            return false;
        }
        synchronized (this) {
            stage = next;
        }
        working.set(1);
        query.launch(newTask());
        launchOthers(next);
        return true;
    }

    private synchronized ExecutablePipeline.Run running() {
        if (run == null) {
            throw new CarbideInternalException("Pipeline " + spec().id() + " is not open");
        }
        return run;
    }

    /** The last task to end completes the pipeline, unless the query has failed or was cancelled. */
    void taskEnded() {
        if (working.decrementAndGet() > 0 || query.isCancelled()) {
            return;
        }
        if (beginNextStage()) {
            return;
        }
        sink().finish();
        synchronized (this) {
            finished = true;
        }
        commitEvent();
        if (endsInResult()) {
            query.resultComplete();
        } else {
            closeRun();
            dependencies().forEach(query::closeSink);
        }
        query.pipelineFinished(spec().id());
    }

    synchronized SinkState sink() {
        if (run == null || sinkClosed) {
            throw new CarbideInternalException("The sink of pipeline " + spec().id() + " is not open");
        }
        return run.sink();
    }

    /** Frees source and workers' state, the first time. The pipeline of the result must have been read to its end. */
    synchronized void closeRun() {
        query.sampleMemory();
        if (run != null && !runClosed) {
            runClosed = true;
            run.close();
        }
        if (pools != null && !sourceClosed) {
            sourceClosed = true;
            pools.source().close();
        }
    }

    /** Frees the shared state of the sink, the first time; after {@link #closeRun}. */
    synchronized void closeSink() {
        query.sampleMemory();
        if (run != null && !sinkClosed) {
            sinkClosed = true;
            run.sink().close();
        }
        if (pools != null) {
            pools.consumers().close();
            pools.work().close();
            pools = null;
        }
    }

    synchronized boolean isFinished() {
        return finished;
    }

    synchronized double progress() {
        if (finished) {
            return 1;
        }
        return run == null || runClosed ? 0 : Math.clamp(run.source().progress(), 0, 1);
    }

    /** Rows its workers have read from a table. */
    long tableRows() {
        return spec().input() instanceof Input.TableScan ? sourceRows() : 0;
    }

    private long sourceRows() {
        return metrics.stream().mapToLong(worker -> worker.rows(0)).sum();
    }

    void addTo(OperatorTotals totals) {
        for (WorkerMetrics worker : new ArrayList<>(metrics)) {
            totals.add(spec(), worker);
        }
        totals.add(spec(), spills);
    }

    private void commitEvent() {
        PipelineEvent ended = event;
        if (ended != null) {
            ended.end();
            ended.query = query.name();
            ended.pipeline = spec().id();
            ended.operators = PipelineText.line(spec());
            ended.tasks = metrics.size();
            ended.sourceRows = sourceRows();
            ended.commit();
        }
    }
}
