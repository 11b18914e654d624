package dev.carbide.operators.runtime;

import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.Source;

/** Reads an aggregation's result: a morsel is a range of hashes, whose groups of all workers are merged by its reader. */
final class AggregateSource implements Source {
    private final AggregateGroups groups;

    AggregateSource(AggregateGroups groups) {
        this.groups = groups;
    }

    @Override
    public BatchReader newReader() {
        return new AggregateReader(groups);
    }

    @Override
    public int maxReaders() {
        return groups.morsels();
    }

    @Override
    public double progress() {
        return groups.progress();
    }

    @Override
    public void close() {
        groups.close();
    }
}
