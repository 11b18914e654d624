package dev.carbide.operators.pipeline;

import dev.carbide.offheap.column.Batch;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.ProbeSpillState;
import dev.carbide.operators.runtime.WorkerState;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A worker's instance of a pipeline with probes. As long as all build sides are in memory it is the pipeline itself. When
 * partitions of one are not, each batch also goes through a second instance that ends at that probe and writes out the
 * rows which have to wait; the pipeline itself leaves these rows out. What is in memory changes between batches only.
 */
final class SpillingPipeline extends CompiledPipeline {
    private final CompiledPipeline whole;
    private final List<ProbeSpillState> spills;
    private final IntFunction<CompiledPipeline> writers;
    private final @Nullable CompiledPipeline[] made;
    private @Nullable Batch batch;
    /** The instance at work: 0 is the whole pipeline, then the writer of each probe. */
    private int current;

    private boolean finishing;
    private boolean limited;

    /** @param writers makes the instance that writes out for a probe, by its number from 0 */
    SpillingPipeline(CompiledPipeline whole, List<ProbeSpillState> spills, IntFunction<CompiledPipeline> writers) {
        this.whole = whole;
        this.spills = spills;
        this.writers = writers;
        this.made = new CompiledPipeline[spills.size()];
    }

    @Override
    public void bind(WorkerState worker) {
        whole.bind(worker);
    }

    @Override
    public int consume(Batch next) {
        batch = next;
        current = 0;
        limited = false;
        return isCutBefore(spills.size()) ? advance() : goOn(whole.consume(next));
    }

    @Override
    public int resume() {
        return goOn(working().resume());
    }

    @Override
    public int finish() {
        if (!finishing) {
            finishing = true;
            limited = false;
            current = 0;
        }
        return goOn(working().finish());
    }

    private CompiledPipeline working() {
        CompiledPipeline writer = current == 0 ? whole : made[current - 1];
        if (writer == null) {
            throw new IllegalStateException("Nothing is written out for probe " + current);
        }
        return writer;
    }

    /** Whether nothing gets beyond one of the first probes. */
    private boolean isCutBefore(int probe) {
        for (int before = 0; before < probe; before++) {
            if (spills.get(before).isNeeded() && spills.get(before).takesAll()) {
                return true;
            }
        }
        return false;
    }

    private int goOn(int status) {
        if (status == HAS_OUTPUT || status == BLOCKED) {
            return status;
        }
        limited |= current == 0 && status == DONE && !finishing;
        return advance();
    }

    private int advance() {
        while (!limited && current < made.length) {
            current++;
            CompiledPipeline writer = finishing ? made[current - 1] : writer(current - 1);
            if (writer != null) {
                int status = finishing ? writer.finish() : writer.consume(batch());
                if (status == HAS_OUTPUT || status == BLOCKED) {
                    return status;
                }
            }
        }
        batch = null;
        return limited || finishing ? DONE : NEEDS_INPUT;
    }

    private @Nullable CompiledPipeline writer(int probe) {
        if (!spills.get(probe).isNeeded() || isCutBefore(probe)) {
            return null;
        }
        if (made[probe] == null) {
            made[probe] = writers.apply(probe);
        }
        return made[probe];
    }

    private Batch batch() {
        if (batch == null) {
            throw new IllegalStateException("No batch is under way");
        }
        return batch;
    }
}
