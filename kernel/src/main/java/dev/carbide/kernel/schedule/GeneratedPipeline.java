package dev.carbide.kernel.schedule;

import dev.carbide.offheap.memory.PinSet;
import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.pipeline.PipelineProgram;
import dev.carbide.operators.pipeline.PipelineRun;
import dev.carbide.operators.pipeline.PipelineSpec;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.SinkState;
import dev.carbide.operators.runtime.WorkerMetrics;
import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Source;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that runs as generated and compiled code.
 *
 * @param cached whether its class was known already
 */
public record GeneratedPipeline(PipelineProgram program, boolean cached) implements ExecutablePipeline {
    @Override
    public PipelineSpec spec() {
        return program.spec();
    }

    @Override
    public Run start(ExecutionContext context) {
        return new GeneratedRun(program.start(context));
    }

    private record GeneratedRun(PipelineRun run) implements Run {
        @Override
        public Source source() {
            return run.source();
        }

        @Override
        public SinkState sink() {
            return run.sink();
        }

        @Override
        public CompiledPipeline newWorker(WorkerMetrics metrics, PinSet pins, BatchReader reader) {
            return run.newWorker(metrics, pins, reader);
        }

        @Override
        public @Nullable Run nextStage() {
            PipelineRun next = run.nextStage();
            return next == null ? null : new GeneratedRun(next);
        }

        @Override
        public void close() {
            run.close();
        }
    }
}
