package dev.carbide.kernel.schedule;

import dev.carbide.kernel.metrics.CpuClock;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.PinSet;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.scan.BatchReader;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of a pipeline: moves batches from a reader of the source into an instance of the compiled pipeline,
 * and keeps both over slices. The first task of a pipeline also opens it.
 */
final class PipelineTask extends Task {
    private final QueryExecution query;
    private final PipelineExecution pipeline;
    private final WorkerMetrics metrics;
    private @Nullable BatchReader reader;
    private @Nullable CompiledPipeline compiled;
    /** What the last call into {@link #compiled} returned. */
    private int status = CompiledPipeline.NEEDS_INPUT;

    private boolean finishing;
    private final PinSet readerPins = new PinSet();
    private final PinSet pins = new PinSet();
    /** The next batch, when it was read but could not be begun yet. */
    private @Nullable Batch read;

    private boolean exhausted;

    PipelineTask(QueryExecution query, PipelineExecution pipeline, WorkerMetrics metrics) {
        super(query.runner(), query.group());
        this.query = query;
        this.pipeline = pipeline;
        this.metrics = metrics;
    }

    @Override
    protected Outcome step(Slice slice) {
        long began = CpuClock.nanos();
        Outcome outcome = Outcome.ENDED;
        try {
            if (!query.isCancelled()) {
                outcome = work(slice);
            }
        } catch (Throwable e) {
            query.fail(e);
        }
        query.addCpu(slice.worker(), CpuClock.nanos() - began);
        if (outcome == Outcome.ENDED) {
            end();
        }
        return outcome;
    }

    private Outcome work(Slice slice) {
        metrics.start(0);
        try {
            if (compiled == null) {
                ExecutablePipeline.Run run = pipeline.open();
                reader = run.source().newReader();
                reader.addPins(readerPins);
                compiled = run.newWorker(metrics, pins, reader);
            } else if (status == CompiledPipeline.BLOCKED && !advance(compiled)) {
                return Outcome.BLOCKED;
            }
            return drive(slice, compiled);
        } finally {
            metrics.stop();
        }
    }

    private Outcome drive(Slice slice, CompiledPipeline instance) {
        while (!query.isCancelled()) {
            switch (status) {
                case CompiledPipeline.BLOCKED -> {
                    return Outcome.BLOCKED;
                }
                case CompiledPipeline.DONE -> {
                    if (finishing) {
                        return Outcome.ENDED;
                    }
                    finishing = true;
                    if (!finish(instance)) {
                        finishing = false;
                        return Outcome.BLOCKED;
                    }
                }
                case CompiledPipeline.NEEDS_INPUT, CompiledPipeline.HAS_OUTPUT -> {
                    if (slice.isOver()) {
                        return Outcome.MORE;
                    }
                    if (!advance(instance)) {
                        return Outcome.BLOCKED;
                    }
                }
                default -> throw new CarbideInternalException("A pipeline returned the unknown status " + status);
            }
        }
        return Outcome.ENDED;
    }

    /** One step, inside the pins; false if one of them is not to be had, and it has to be tried again. */
    private boolean advance(CompiledPipeline instance) {
        if (status != CompiledPipeline.NEEDS_INPUT) {
            return resume(instance);
        }
        if (read == null && !exhausted && !readBatch() || !pins.tryEnter(this::wake)) {
            return false;
        }
        try {
            takeBatch(instance);
        } finally {
            leavePins();
        }
        return true;
    }

    private boolean readBatch() {
        if (!pipeline.hasRoomForOutput() || !readerPins.tryEnter(this::wake)) {
            return false;
        }
        try {
            metrics.enter(0);
            read = reader().next();
            exhausted = read == null;
        } finally {
            readerPins.exit(false);
        }
        return true;
    }

    private void takeBatch(CompiledPipeline instance) {
        if (finishing) {
            throw new CarbideInternalException("A pipeline wants input after its end");
        }
        Batch batch = read;
        read = null;
        if (batch == null) {
            finishing = true;
            status = instance.finish();
        } else {
            metrics.addRows(0, batch.selectedCount());
            status = instance.consume(batch);
        }
    }

    private boolean resume(CompiledPipeline instance) {
        if (!pins.tryEnter(this::wake)) {
            return false;
        }
        try {
            status = instance.resume();
        } finally {
            leavePins();
        }
        return true;
    }

    private boolean finish(CompiledPipeline instance) {
        if (!pins.tryEnter(this::wake)) {
            return false;
        }
        try {
            status = instance.finish();
        } finally {
            leavePins();
        }
        return true;
    }

    /** A batch that is not through keeps what its tuples point into. */
    private void leavePins() {
        boolean through = status == CompiledPipeline.NEEDS_INPUT || status == CompiledPipeline.DONE;
        pins.exit(through);
        if (through) {
            readerPins.exit(true);
        }
    }

    private BatchReader reader() {
        if (reader == null) {
            throw new CarbideInternalException("A pipeline runs without a reader");
        }
        return reader;
    }

    /** The last thing a task does: afterwards the query may be gone. */
    private void end() {
        try (BatchReader ended = reader;
                PinSet ofReader = readerPins;
                PinSet held = pins) {
            reader = null;
        } catch (Throwable e) {
            query.fail(e);
        }
        try {
            pipeline.taskEnded();
        } catch (Throwable e) {
            query.fail(e);
        }
        query.taskEnded(this);
    }
}
