package dev.carbide.operators.pipeline;

import dev.carbide.codegen.runtime.InstanceResources;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.row.RowLayout;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.runtime.AggregateState;
import dev.carbide.operators.runtime.AggregateWorker;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.InputShape;
import dev.carbide.operators.runtime.JoinBuildState;
import dev.carbide.operators.runtime.JoinBuilder;
import dev.carbide.operators.runtime.JoinProbe;
import dev.carbide.operators.runtime.LimitState;
import dev.carbide.operators.runtime.ProbeSpillState;
import dev.carbide.operators.runtime.ResultState;
import dev.carbide.operators.runtime.ResultWriter;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.SortState;
import dev.carbide.operators.runtime.SortWorker;
import dev.carbide.operators.runtime.SpilledJoinReader;
import dev.carbide.operators.runtime.SpilledJoinSource;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.runtime.WorkerState;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline in one execution: its source, its shared sink state, and the instances of its workers. When build sides of
 * its probes are not all in memory, rows are left over at the end, and it goes on in stages: each is a run of the rest of
 * the pipeline over the rows that were left at one probe, into the same sink. Thread-safe.
 */
public final class PipelineRun implements AutoCloseable {
    private final PipelineProgram program;
    private final ExecutionContext context;
    private final MemoryPool pool;
    private final SinkState sink;
    private final Source source;
    /** Steps of the whole pipeline that lie before this stage. */
    private final int offset;
    /** Whether the first probe joins what was left over at it. */
    private final boolean later;

    private final List<LimitState> limits;
    /** By probe, that of left-over rows left out. */
    private final List<ProbeSpillState> spills;

    private final List<AutoCloseable> workers = new ArrayList<>();
    private final Map<Integer, PipelineProgram> writers = new HashMap<>();
    private final List<PipelineRun> stages = new ArrayList<>();
    private int nextProbe;
    private boolean closed;

    PipelineRun(PipelineProgram program, ExecutionContext context) {
        this.program = program;
        this.context = context;
        this.pool = context.pool();
        this.offset = 0;
        this.later = false;
        this.limits = new ArrayList<>();
        this.spills = new ArrayList<>();
        for (PipelineSpec.Step step : program.spec().steps()) {
            if (step instanceof PipelineSpec.Step.Limit limit) {
                limits.add(new LimitState(limit.offset(), limit.limit()));
            }
        }
        this.sink = newSink();
        try {
            openSpills();
            this.source = openSource();
        } catch (RuntimeException | Error failure) {
            spills.forEach(ProbeSpillState::close);
            sink.close();
            throw failure;
        }
    }

    /** The stage that begins with the probe at {@code step} of the first run. */
    private PipelineRun(PipelineRun first, int step, int probe) {
        PipelineSpec whole = first.program.spec();
        PipelineSpec rest = whole.fromProbe(step);
        this.program = first.context.programs().apply(rest);
        this.context = first.context;
        this.pool = first.pool;
        this.offset = step;
        this.later = true;
        this.sink = first.sink;
        long limitsBefore = whole.steps().subList(0, step).stream()
                .filter(PipelineSpec.Step.Limit.class::isInstance)
                .count();
        this.limits = first.limits.subList((int) limitsBefore, first.limits.size());
        this.spills = first.spills.subList(probe + 1, first.spills.size());
        this.source = new SpilledJoinSource(rest.input().schema(), first.spills.get(probe));
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
            case PipelineSpec.Input.SpilledProbe _ ->
                throw new CarbideInternalException("What was left at a probe is read by a later stage only");
        };
    }

    private void openSpills() {
        for (PipelineSpec.Step step : program.spec().steps()) {
            if (step instanceof PipelineSpec.Step.Probe probe) {
                RowLayout rows = RowLayout.of(probe.join().probe().schema());
                spills.add(new ProbeSpillState(rows, build(probe)));
            }
        }
    }

    private JoinBuildState build(PipelineSpec.Step.Probe probe) {
        return (JoinBuildState) context.sinks().apply(probe.buildPipeline());
    }

    private SinkState newSink() {
        return switch (program.spec().sink()) {
            case PipelineSpec.Sink.Result _ -> new ResultState();
            case PipelineSpec.Sink.Aggregate aggregate -> aggregateState(aggregate.node());
            case PipelineSpec.Sink.JoinBuild build -> {
                JoinLayout layout = JoinLayout.of(build.join());
                yield new JoinBuildState(layout.rows(), layout.shape().exact(), context.resources());
            }
            case PipelineSpec.Sink.Sort sort -> SortLayout.of(sort.node()).newState(context);
            case PipelineSpec.Sink.TopN topN -> SortLayout.of(topN.node()).newState(context);
            case PipelineSpec.Sink.ProbeSpill _ ->
                throw new CarbideInternalException("Rows are left at a probe beside another sink only");
        };
    }

    private SinkState aggregateState(AggregateNode node) {
        return new AggregateState(new AggregateLayout(node).groups(), context.resources());
    }

    public Source source() {
        return source;
    }

    /** The shared state; the caller closes it when no later pipeline needs it. */
    public SinkState sink() {
        return sink;
    }

    /**
     * A worker's instance, counting into {@code metrics} (positions of the whole pipeline: source, steps in order, sink).
     *
     * @param pins receives those that a thread must be inside of whenever it calls the instance
     * @param reader of {@link #source}, whose batches the instance will get
     */
    public synchronized CompiledPipeline newWorker(WorkerMetrics metrics, PinSet pins, BatchReader reader) {
        if (closed) {
            throw new CarbideInternalException("A worker for a pipeline run that is closed");
        }
        WorkerMetrics counts = offset == 0 ? metrics : metrics.behind(offset);
        List<JoinProbe> probes = probes(spills.size(), reader);
        spills.forEach(spill -> pins.addLasting(spill.build().newPin()));
        CompiledPipeline whole = instance(program, counts, probes, newSinkWorker(pins));
        return spills.isEmpty() ? whole : new SpillingPipeline(whole, spills, probe -> newWriter(probe, pins, reader));
    }

    /** Cursors for the first probes. */
    private List<JoinProbe> probes(int count, BatchReader reader) {
        List<JoinProbe> probes = new ArrayList<>();
        if (later) {
            probes.add(((SpilledJoinReader) reader).probe());
        }
        spills.subList(0, count).forEach(spill -> probes.add(spill.build().newProbe()));
        return probes;
    }

    /** The instance of a worker that writes out what a probe has to leave; made at the first batch that needs it. */
    private synchronized CompiledPipeline newWriter(int probe, PinSet pins, BatchReader reader) {
        int step = step(probe);
        PipelineProgram upTo = writers.get(probe);
        if (upTo == null) {
            upTo = context.programs().apply(program.spec().upToProbe(step));
            writers.put(probe, upTo);
        }
        JoinBuilder rows = spills.get(probe).newWorker();
        pins.addEntered(rows.pin());
        return instance(upTo, new WorkerMetrics(step + 2), probes(probe, reader), rows);
    }

    private CompiledPipeline instance(
            PipelineProgram of, WorkerMetrics metrics, List<JoinProbe> probes, Object sinkWorker) {
        InstanceResources resources = new InstanceResources(context.pages(), pool);
        workers.add(resources);
        Schema schema = of.spec().input().schema();
        InputShape input = new InputShape(
                schema, ScanShape.of(of.spec().input()).expected(schema.size()), resources, pool, context.pages());
        WorkerState state = new WorkerState(metrics, input, limits, probes, sinkWorker);
        workers.add(state);
        CompiledPipeline instance = of.compiled()
                .newInstance(CompiledPipeline.class, resources.bind(of.source().arguments()));
        instance.bind(state);
        return instance;
    }

    /** Where a probe, by number among those that can leave rows, is in the steps. */
    private int step(int probe) {
        int number = later ? -2 : -1;
        List<PipelineSpec.Step> steps = program.spec().steps();
        for (int step = 0; step < steps.size(); step++) {
            number += steps.get(step) instanceof PipelineSpec.Step.Probe ? 1 : 0;
            if (number == probe) {
                return step;
            }
        }
        throw new CarbideInternalException("Pipeline without probe " + probe);
    }

    private Object newSinkWorker(PinSet pins) {
        return switch (sink) {
            case AggregateState aggregate -> {
                AggregateWorker worker = aggregate.newWorker();
                worker.addPins(pins);
                yield worker;
            }
            case JoinBuildState build -> {
                JoinBuilder builder = build.newWorker();
                pins.add(builder.pin());
                yield builder;
            }
            case SortState sort -> {
                SortWorker worker = sort.newWorker();
                pins.add(worker.pin());
                yield worker;
            }
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

    /**
     * What remains of the input when all workers of the run, and of its stages so far, have finished: a run with workers of
     * its own that ends in the same sink. It belongs to this run. Null at the end.
     */
    public synchronized @Nullable PipelineRun nextStage() {
        while (nextProbe < spills.size()) {
            int probe = nextProbe++;
            if (spills.get(probe).seal()) {
                PipelineRun stage = new PipelineRun(this, step(probe), probe);
                stages.add(stage);
                return stage;
            }
        }
        return null;
    }

    /** Frees the source and what workers hold locally. No worker runs any more. The sink lives on. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stages.reversed().forEach(PipelineRun::close);
        for (AutoCloseable worker : workers.reversed()) {
            try {
                worker.close();
            } catch (Exception failure) {
                throw new CarbideInternalException("A worker's state cannot be closed", failure);
            }
        }
        workers.clear();
        source.close();
        if (!later) {
            spills.forEach(ProbeSpillState::close);
        }
    }
}
