package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.operators.scan.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of an aggregation: the workers' tables, side by side. They are merged when the result is read, one
 * radix partition per morsel. Each worker writes its groups out when memory is short; what is read then are these runs.
 */
public final class AggregateState implements SinkState {
    private final GroupShape shape;
    private final OperatorResources resources;
    /** Above the pools of the workers; null without keys, as the one group needs no memory to speak of. */
    private final @Nullable MemoryPool groups;

    private final List<AggregateWorker> workers = new ArrayList<>();

    public AggregateState(GroupShape shape, OperatorResources resources) {
        this.shape = shape;
        this.resources = resources;
        this.groups = shape.isGlobal() ? null : resources.consumers().child("groups");
    }

    /** Makes the part of one more worker; this state owns it. Thread-safe. */
    public synchronized AggregateWorker newWorker() {
        AggregateWorker worker = new AggregateWorker(shape, resources, groups);
        workers.add(worker);
        return worker;
    }

    @Override
    public void finish() {
        if (shape.isGlobal() && workers.isEmpty()) {
            newWorker();
        }
        if (shape.isGlobal()) {
            workers.getFirst().global();
        }
    }

    @Override
    public synchronized Source openSource() {
        workers.forEach(AggregateWorker::seal);
        return new AggregateSource(new AggregateGroups(shape, List.copyOf(workers), groups, resources));
    }

    @Override
    public synchronized void close() {
        workers.forEach(AggregateWorker::close);
        workers.clear();
        if (groups != null) {
            groups.close();
        }
    }
}
