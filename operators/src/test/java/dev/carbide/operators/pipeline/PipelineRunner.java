package dev.carbide.operators.pipeline;

import dev.carbide.codegen.compile.CompiledClass;
import dev.carbide.codegen.compile.PipelineCompiler;
import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.memory.MemoryArbiter;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.memory.SpillCounts;
import dev.carbide.offheap.spill.SpillMetrics;
import dev.carbide.offheap.spill.SpillSettings;
import dev.carbide.offheap.spill.SpillStore;
import dev.carbide.operators.runtime.BatchOutput;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.OperatorResources;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Cancellation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs pipelines one after the other on the calling thread, with several workers in turn. */
final class PipelineRunner {
    private static final PipelineCompiler COMPILER = new PipelineCompiler(PipelineRunner.class.getClassLoader());
    private static final Map<String, CompiledClass> CLASSES = new HashMap<>();

    private final int batchRows;
    private final int workers;

    PipelineRunner(int batchRows, int workers) {
        this.batchRows = batchRows;
        this.workers = workers;
    }

    static CompiledClass compile(GeneratedSource source) {
        return CLASSES.computeIfAbsent(source.text(), _ -> COMPILER.compile(source));
    }

    /** The rows of the last pipeline's result. Proves that nothing is left allocated. */
    List<List<@Nullable Object>> run(List<PipelineSpec> specs) {
        MemoryArbiter arbiter = new MemoryArbiter();
        MemoryPool pool = MemoryPool.root("test", 1L << 30, arbiter);
        try (PageAllocator pages = PageAllocator.create();
                SpillStore spill = SpillStore.open(SpillSettings.DEFAULT)) {
            Collector output = new Collector();
            Map<Integer, SinkState> sinks = new HashMap<>();
            ExecutionContext context = new ExecutionContext(
                    new OperatorResources(
                            pool,
                            pool,
                            pages,
                            arbiter,
                            spill,
                            new SpillMetrics(),
                            new SpillCounts(),
                            Cancellation.NEVER,
                            batchRows,
                            workers),
                    pool,
                    output,
                    sinks::get,
                    spec -> PipelineProgram.compile(spec, PipelineRunner::compile));
            try {
                for (PipelineSpec spec : specs) {
                    PipelineProgram program = PipelineProgram.compile(spec, PipelineRunner::compile);
                    try (PipelineRun run = program.start(context)) {
                        sinks.put(spec.id(), run.sink());
                        run(run, spec);
                        run.sink().finish();
                    }
                }
            } finally {
                sinks.values().forEach(SinkState::close);
            }
            pool.close();
            return output.rows;
        }
    }

    private void run(PipelineRun run, PipelineSpec spec) {
        List<BatchReader> readers = new ArrayList<>();
        List<CompiledPipeline> instances = new ArrayList<>();
        List<Boolean> done = new ArrayList<>();
        for (int worker = 0; worker < Math.min(workers, run.source().maxReaders()); worker++) {
            readers.add(run.source().newReader());
            instances.add(run.newWorker(new WorkerMetrics(spec.steps().size() + 2), new PinSet(), readers.getLast()));
            done.add(false);
        }
        while (done.contains(false)) {
            for (int worker = 0; worker < instances.size(); worker++) {
                if (!done.get(worker)) {
                    done.set(worker, step(readers.get(worker), instances.get(worker)));
                }
            }
        }
        readers.forEach(BatchReader::close);
    }

    /** Feeds one batch; true when the worker is through. */
    private static boolean step(BatchReader reader, CompiledPipeline pipeline) {
        Batch batch = reader.next();
        int status = batch == null ? CompiledPipeline.DONE : pipeline.consume(batch);
        while (status == CompiledPipeline.BLOCKED || status == CompiledPipeline.HAS_OUTPUT) {
            status = pipeline.resume();
        }
        if (status == CompiledPipeline.NEEDS_INPUT) {
            return false;
        }
        status = pipeline.finish();
        while (status != CompiledPipeline.DONE) {
            status = pipeline.resume();
        }
        return true;
    }

    /** Refuses every other batch, so that every pipeline has to resume. */
    private static final class Collector implements BatchOutput {
        private final List<List<@Nullable Object>> rows = new ArrayList<>();
        private boolean refuse;

        @Override
        public boolean offer(Batch batch) {
            refuse = !refuse;
            if (refuse) {
                return false;
            }
            for (int row = 0; row < batch.rowCount(); row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int column = 0; column < batch.columnCount(); column++) {
                    values.add(BoxedValues.get(batch.column(column), row));
                }
                rows.add(values);
            }
            batch.release();
            return true;
        }

        @Override
        public boolean isClosed() {
            return false;
        }
    }
}
