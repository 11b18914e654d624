package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one worker's instance of a pipeline works with, handed to {@link CompiledPipeline#bind}. What the pipeline
 * has no use for is absent; asking for it is an internal error.
 */
public final class WorkerState implements AutoCloseable {
    private final WorkerMetrics metrics;
    private final InputShape input;
    private final List<LimitState> limits;
    private final List<JoinProbe> probes;
    private final @Nullable Object sink;

    /** @param sink the worker's part of the sink: {@link AggregateWorker}, {@link JoinBuilder}, {@link ResultWriter} or {@link SortWorker} */
    public WorkerState(
            WorkerMetrics metrics,
            InputShape input,
            List<LimitState> limits,
            List<JoinProbe> probes,
            @Nullable Object sink) {
        this.metrics = metrics;
        this.input = input;
        this.limits = List.copyOf(limits);
        this.probes = List.copyOf(probes);
        this.sink = sink;
    }

    public WorkerMetrics metrics() {
        return metrics;
    }

    public InputShape input() {
        return input;
    }

    /** Limit {@code number}, from 1. */
    public LimitState limit(int number) {
        return limits.get(number - 1);
    }

    /** Probe {@code number}, from 1. */
    public JoinProbe probe(int number) {
        return probes.get(number - 1);
    }

    public AggregateWorker aggregate() {
        return sink(AggregateWorker.class);
    }

    /** The build rows of this worker. */
    public JoinBuilder build() {
        return sink(JoinBuilder.class);
    }

    public ResultWriter result() {
        return sink(ResultWriter.class);
    }

    public SortWorker sort() {
        return sink(SortWorker.class);
    }

    private <T> T sink(Class<T> type) {
        if (!type.isInstance(sink)) {
            throw new CarbideInternalException(
                    "The sink of this pipeline is " + sink + ", not " + type.getSimpleName());
        }
        return type.cast(sink);
    }

    /** Frees what belongs to the worker alone; its part of the sink belongs to the shared state. */
    @Override
    public void close() {
        input.close();
        if (sink instanceof ResultWriter writer) {
            writer.close();
        }
    }
}
