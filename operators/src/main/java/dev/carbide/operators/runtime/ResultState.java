package dev.carbide.operators.runtime;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.operators.scan.Source;

/** The sink of the last pipeline has no state of its own: batches go to the query's {@link BatchOutput}. */
public final class ResultState implements SinkState {
    @Override
    public void finish() {}

    @Override
    public Source openSource() {
        throw new CarbideInternalException("A query's result is not scanned by a pipeline");
    }

    @Override
    public void close() {}
}
