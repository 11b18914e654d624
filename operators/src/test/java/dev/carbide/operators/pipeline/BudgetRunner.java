package dev.carbide.operators.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.memory.MemoryArbiter;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.offheap.memory.SpillCounts;
import dev.carbide.offheap.spill.SpillIo;
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
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs pipelines within a budget on the calling thread, with several workers in turn, each inside its pins while it works.
 * At chosen steps another thread takes all the memory that is to be had for a moment. Proves at the end, however it comes,
 * that no byte and no file is left.
 */
final class BudgetRunner {
    private static final long WORK_SPACE = 12 << 20;

    private final int batchRows;
    private final int workers;
    private final long budget;
    private final SpillIo io;
    private final Cancellation cancellation;
    private final IntPredicate claimAt;
    private final SpillMetrics metrics = new SpillMetrics();
    private final SpillCounts counts = new SpillCounts();
    private int steps;

    /**
     * @param budget bytes for what can be written out
     * @param claimAt the steps, counted over all workers and pipelines, before which everything is claimed
     */
    BudgetRunner(int batchRows, int workers, long budget, SpillIo io, Cancellation cancellation, IntPredicate claimAt) {
        this.batchRows = batchRows;
        this.workers = workers;
        this.budget = budget;
        this.io = io;
        this.cancellation = cancellation;
        this.claimAt = claimAt;
    }

    static BudgetRunner within(int batchRows, int workers, long budget) {
        return new BudgetRunner(batchRows, workers, budget, SpillIo.system(), Cancellation.NEVER, _ -> false);
    }

    /** The least budget for one aggregation: two parts of each worker. */
    static long floor(int workers) {
        return 2L * workers * OperatorResources.CONSUMER_BYTES;
    }

    SpillMetrics metrics() {
        return metrics;
    }

    SpillCounts counts() {
        return counts;
    }

    int steps() {
        return steps;
    }

    List<List<@Nullable Object>> run(List<PipelineSpec> specs) {
        MemoryArbiter arbiter = new MemoryArbiter();
        MemoryPool root = MemoryPool.root("test", WORK_SPACE + budget, arbiter);
        MemoryPool consumers = root.child("consumers", budget);
        MemoryPool work = root.child("work");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (PageAllocator pages = PageAllocator.create();
                SpillStore spill = SpillStore.open(SpillSettings.DEFAULT, io)) {
            Map<Integer, SinkState> sinks = new HashMap<>();
            OperatorResources resources = new OperatorResources(
                    consumers, work, pages, arbiter, spill, metrics, counts, cancellation, batchRows, workers);
            ExecutionContext context = new ExecutionContext(
                    resources,
                    work,
                    new Collector(rows),
                    sinks::get,
                    spec -> PipelineProgram.compile(spec, PipelineRunner::compile));
            try {
                for (PipelineSpec spec : specs) {
                    PipelineProgram program = PipelineProgram.compile(spec, PipelineRunner::compile);
                    try (PipelineRun run = program.start(context)) {
                        sinks.put(spec.id(), run.sink());
                        run(run, spec, consumers);
                        run.sink().finish();
                    }
                }
            } finally {
                sinks.values().forEach(SinkState::close);
                assertEquals(0, root.reserved(), root::toString);
                assertEquals(0, spill.usage().files(), "files");
                assertEquals(0, spill.usage().bytes(), "bytes on disk");
                consumers.close();
                work.close();
                root.close();
            }
        }
        return rows;
    }

    private void run(PipelineRun run, PipelineSpec spec, MemoryPool consumers) {
        List<Worker> running = new ArrayList<>();
        try {
            for (int worker = 0; worker < Math.min(workers, run.source().maxReaders()); worker++) {
                running.add(new Worker(run, spec));
            }
            List<Worker> left = new ArrayList<>(running);
            while (!left.isEmpty()) {
                left.removeIf(worker -> {
                    if (claimAt.test(steps++)) {
                        claimAll(consumers);
                    }
                    return worker.step();
                });
            }
        } finally {
            running.forEach(Worker::close);
        }
    }

    /** Has every consumer written out that holds more than it is guaranteed. */
    private static void claimAll(MemoryPool consumers) {
        Thread other = Thread.ofPlatform().start(() -> {
            try (MemoryPool claimer = consumers.child("claimer")) {
                for (long bytes = consumers.limit(); bytes > 0; bytes /= 2) {
                    try {
                        claimer.reserve(bytes);
                        claimer.release(bytes);
                        return;
                    } catch (MemoryLimitException refused) {
                        // what is guaranteed to others cannot be had
                    }
                }
            }
        });
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Worker implements AutoCloseable {
        private final PinSet pins = new PinSet();
        private final BatchReader reader;
        private final CompiledPipeline pipeline;

        Worker(PipelineRun run, PipelineSpec spec) {
            reader = run.source().newReader();
            try {
                reader.addPins(pins);
                pipeline = run.newWorker(new WorkerMetrics(spec.steps().size() + 2), pins, reader);
            } catch (Throwable failure) {
                close();
                throw failure;
            }
        }

        /** Feeds one batch; true when the worker is through. */
        boolean step() {
            if (!pins.tryEnter(() -> {})) {
                throw new IllegalStateException("nobody claims now");
            }
            try {
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
            } finally {
                pins.exit(true);
            }
        }

        @Override
        public void close() {
            pins.close();
            reader.close();
        }
    }

    private record Collector(List<List<@Nullable Object>> rows) implements BatchOutput {
        @Override
        public boolean offer(Batch batch) {
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
