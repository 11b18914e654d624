package dev.carbide.kernel.testing;

import dev.carbide.kernel.schedule.ExecutablePipeline;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.pipeline.PipelineSpec.Input;
import dev.carbide.operators.pipeline.PipelineSpec.Sink;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs a pipeline over numbers: steps let every row pass, aggregations count rows, builds keep a page of memory, results copy
 * their batches. The hook of the scanned table runs at every point.
 */
public record NumbersProgram(PipelineSpec spec) implements ExecutablePipeline {
    @Override
    public Run start(ExecutionContext context) {
        Hook hook = spec.input() instanceof Input.TableScan scan && scan.scan().table() instanceof NumbersTable table
                ? table.hook()
                : Hook.NONE;
        HookPoints points = new HookPoints(hook, context.cancellation());
        return new NumbersRun(context, open(context, points), points);
    }

    private Source open(ExecutionContext context, HookPoints points) {
        return switch (spec.input()) {
            case Input.SpilledProbe _ -> throw new IllegalStateException("hand-written pipelines do not spill");
            case Input.SinkOutput output ->
                context.sinks().apply(output.pipeline()).openSource();
            case Input.TableScan scan ->
                ((NumbersTable) scan.scan().table())
                        .open(
                                new ScanRequest(
                                        List.of(0),
                                        scan.ranges(),
                                        context.sourcePool(),
                                        context.pages(),
                                        context.batchRows(),
                                        context.cancellation()),
                                points);
        };
    }

    private final class NumbersRun implements Run {
        private final ExecutionContext context;
        private final Source source;
        private final HookPoints points;
        private final NumbersSink sink;
        private final List<NumbersPipeline> workers = new CopyOnWriteArrayList<>();

        NumbersRun(ExecutionContext context, Source source, HookPoints points) {
            this.context = context;
            this.source = source;
            this.points = points;
            this.sink = new NumbersSink(context, points);
        }

        @Override
        public Source source() {
            return source;
        }

        @Override
        public SinkState sink() {
            return sink;
        }

        @Override
        public CompiledPipeline newWorker(WorkerMetrics metrics, PinSet pins, BatchReader reader) {
            NumbersPipeline worker = spec.sink() instanceof Sink.Result
                    ? new NumbersPipeline.ToResult(metrics, points, context, sink)
                    : new NumbersPipeline.ToCount(metrics, points, sink);
            workers.add(worker);
            return worker;
        }

        @Override
        public void close() {
            workers.forEach(NumbersPipeline::close);
            source.close();
        }
    }
}
