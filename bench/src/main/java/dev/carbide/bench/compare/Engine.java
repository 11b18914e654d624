package dev.carbide.bench.compare;

import dev.carbide.cli.compare.ResultRows;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** An engine that is measured. For one thread, but for {@link #cancel}. */
interface Engine extends AutoCloseable {
    String name();

    /** Loads the relations from {@code <directory>/<table>.parquet} into its own memory. */
    void load(Path directory, Set<TpchRelation> relations);

    /** Lets queries read the files themselves. */
    void attach(Path directory, Set<TpchRelation> relations);

    /** What the loaded tables take in memory, in bytes; 0 for attached ones. */
    long tableBytes();

    /** Runs a query and turns every value of its result into a Java object. */
    Run run(TpchQuery query);

    /** Ends the query that runs. From any thread. */
    void cancel();

    @Override
    void close();

    /**
     * @param nanos from the text of the query to its last value; text that was seen before may have been planned before
     * @param rows the result, made comparable when asked for, which is no part of the time
     */
    record Run(long nanos, Supplier<ResultRows> rows) {}
}
