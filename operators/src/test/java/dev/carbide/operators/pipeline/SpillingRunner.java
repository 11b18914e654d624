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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs pipelines within a budget, one after the other, with several workers in turn, each inside its pins. Between batches
 * another thread may ask for all memory there is. Proves that neither memory nor files are left, whatever happens.
 */
final class SpillingRunner {
    /** Guaranteed to what cannot be written out. */
    static final long WORK_SPACE = 3 << 19;

    private final int batchRows;
    private final int workers;
    private final long budget;
    private final Path directory;

    private SpillIo io = SpillIo.system();
    private long workSpace = WORK_SPACE;
    private Cancellation cancellation = Cancellation.NEVER;
    private int claimEvery;
    private long spilledBytes;
    private long spillFiles;
    private int step;
    private @Nullable MemoryPool root;

    SpillingRunner(int batchRows, int workers, long budget, Path directory) {
        this.batchRows = batchRows;
        this.workers = workers;
        this.budget = budget;
        this.directory = directory;
    }

    SpillingRunner io(SpillIo other) {
        io = other;
        return this;
    }

    SpillingRunner cancellation(Cancellation other) {
        cancellation = other;
        return this;
    }

    /** Another thread wants everything at each n-th batch edge. */
    SpillingRunner claimEvery(int batches) {
        claimEvery = batches;
        return this;
    }

    SpillingRunner workSpace(long bytes) {
        workSpace = bytes;
        return this;
    }

    /** In files, by the last run. */
    long spilledBytes() {
        return spilledBytes;
    }

    /** Made by the last run. */
    long spillFiles() {
        return spillFiles;
    }

    List<List<@Nullable Object>> run(List<PipelineSpec> specs) {
        MemoryArbiter arbiter = new MemoryArbiter();
        MemoryPool pool = MemoryPool.root("test", budget, arbiter);
        root = pool;
        SpillSettings settings = SpillSettings.DEFAULT.withDirectories(List.of(directory));
        SpillMetrics metrics = new SpillMetrics();
        try (PageAllocator pages = PageAllocator.create(0);
                SpillStore spill = SpillStore.open(settings, io);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Collector output = new Collector();
            MemoryPool work = pool.child("work space");
            work.guarantee(workSpace);
            try (Sinks sinks = new Sinks()) {
                ExecutionContext context = context(pool, work, pages, arbiter, spill, metrics, output, sinks);
                for (PipelineSpec spec : specs) {
                    PipelineProgram program = PipelineProgram.compile(spec, PipelineRunner::compile);
                    try (PipelineRun run = program.start(context)) {
                        sinks.byPipeline.put(spec.id(), run.sink());
                        run(run, spec, other);
                        run.sink().finish();
                    }
                }
            } finally {
                assertEquals(0, pool.reserved(), "bytes outstanding");
                assertEquals(0, spill.usage().files(), "files left");
                assertEquals(0, spill.usage().bytes(), "bytes left on disk");
            }
            work.close();
            pool.close();
            spilledBytes = metrics.bytesWritten();
            spillFiles = metrics.files();
            return output.rows;
        }
    }

    private ExecutionContext context(
            MemoryPool pool,
            MemoryPool work,
            PageAllocator pages,
            MemoryArbiter arbiter,
            SpillStore spill,
            SpillMetrics metrics,
            BatchOutput output,
            Sinks sinks) {
        OperatorResources resources = new OperatorResources(
                pool, work, pages, arbiter, spill, metrics, new SpillCounts(), cancellation, batchRows, workers);
        return new ExecutionContext(
                resources,
                work,
                output,
                sinks.byPipeline::get,
                spec -> PipelineProgram.compile(spec, PipelineRunner::compile));
    }

    private void run(PipelineRun run, PipelineSpec spec, ExecutorService other) {
        List<Worker> running = new ArrayList<>();
        try {
            for (int worker = 0; worker < Math.min(workers, run.source().maxReaders()); worker++) {
                PinSet pins = new PinSet();
                BatchReader reader = run.source().newReader();
                reader.addPins(pins);
                running.add(new Worker(reader, run, spec, pins));
            }
            while (running.stream().anyMatch(worker -> !worker.done)) {
                for (Worker worker : running) {
                    if (!worker.done) {
                        worker.step();
                    }
                    if (claimEvery > 0 && ++step % claimEvery == 0) {
                        claim(other);
                    }
                }
            }
        } finally {
            running.forEach(Worker::close);
        }
    }

    private void claim(ExecutorService other) {
        MemoryPool from = root;
        if (from == null) {
            return;
        }
        try {
            other.submit(() -> takeAll(from)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void takeAll(MemoryPool from) {
        try (MemoryPool pool = from.child("other")) {
            long took = 0;
            try {
                while (true) {
                    long next = Math.max(64 << 10, (from.limit() - from.committed()) / 2);
                    pool.reserve(next);
                    took += next;
                }
            } catch (MemoryLimitException e) {
                pool.release(took);
            }
        }
    }

    private static final class Sinks implements AutoCloseable {
        private final Map<Integer, SinkState> byPipeline = new HashMap<>();

        @Override
        public void close() {
            byPipeline.values().forEach(SinkState::close);
        }
    }

    /** A worker of a pipeline, which makes one step at a time. */
    private static final class Worker {
        private final BatchReader reader;
        private final CompiledPipeline pipeline;
        private final PinSet pins;
        private int status = CompiledPipeline.NEEDS_INPUT;
        private boolean finishing;
        private boolean done;

        Worker(BatchReader reader, PipelineRun run, PipelineSpec spec, PinSet pins) {
            this.reader = reader;
            this.pins = pins;
            this.pipeline = run.newWorker(new WorkerMetrics(spec.steps().size() + 2), pins, reader);
        }

        void step() {
            if (!pins.tryEnter(() -> {})) {
                throw new IllegalStateException("Nobody else is at work");
            }
            try {
                if (status == CompiledPipeline.NEEDS_INPUT) {
                    Batch batch = reader.next();
                    finishing = batch == null;
                    status = batch == null ? pipeline.finish() : pipeline.consume(batch);
                } else if (status == CompiledPipeline.DONE) {
                    done = finishing;
                    finishing = true;
                    status = done ? status : pipeline.finish();
                } else {
                    status = pipeline.resume();
                }
            } finally {
                pins.exit(status == CompiledPipeline.NEEDS_INPUT || status == CompiledPipeline.DONE);
            }
        }

        void close() {
            reader.close();
            pins.close();
        }
    }

    /** Refuses every fifth batch. */
    private static final class Collector implements BatchOutput {
        private final List<List<@Nullable Object>> rows = new ArrayList<>();
        private int offers;

        @Override
        public boolean offer(Batch batch) {
            if (++offers % 5 == 0) {
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
