package dev.carbide.kernel.pipeline;

import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.pipeline.PipelineSpec.Input;
import dev.carbide.operators.pipeline.PipelineSpec.Sink;
import dev.carbide.operators.runtime.OperatorResources;

/**
 * The memory that a query must have to run at all, and is guaranteed from its start to its end: for each blocking operator
 * and worker two parts that can spill, work space for what cannot, and what the readers of its tables say they need.
 */
public final class MemoryFloor {
    private static final long WORK_SPACE_BASE = 4 << 20;
    private static final long WORK_SPACE_PER_WORKER = 512 << 10;
    private static final long MOST_WORK_SPACE = 8 << 20;

    private MemoryFloor() {}

    public static long of(QueryPlan plan, int workers) {
        long blocking = plan.pipelines().stream()
                .filter(pipeline -> isBlocking(pipeline.sink()))
                .count();
        return 2 * OperatorResources.CONSUMER_BYTES * workers * blocking + workSpace(plan, workers);
    }

    private static boolean isBlocking(Sink sink) {
        return switch (sink) {
            case Sink.Result _, Sink.ProbeSpill _ -> false;
            case Sink.Aggregate _, Sink.JoinBuild _, Sink.Sort _, Sink.TopN _ -> true;
        };
    }

    /** The part of the floor for what cannot be written out. */
    public static long workSpace(QueryPlan plan, int workers) {
        long readers = plan.pipelines().stream()
                .mapToLong(MemoryFloor::readerBytes)
                .max()
                .orElse(0);
        return Math.min(MOST_WORK_SPACE, WORK_SPACE_BASE + workers * WORK_SPACE_PER_WORKER) + workers * readers;
    }

    private static long readerBytes(PipelineSpec pipeline) {
        return pipeline.input() instanceof Input.TableScan scan
                ? scan.scan().table().readerBytes(scan.scan().columns())
                : 0;
    }
}
