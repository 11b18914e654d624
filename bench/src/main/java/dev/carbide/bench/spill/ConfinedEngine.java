package dev.carbide.bench.spill;

import dev.carbide.cli.tpch.TpchRelation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** An engine within a memory limit, over Parquet files. For one thread. */
interface ConfinedEngine extends AutoCloseable {
    /** The engines there are. */
    enum Kind {
        CARBIDE,
        DUCKDB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param memory limit in bytes
     * @param directory for what does not fit, nobody else's
     */
    static ConfinedEngine open(Kind kind, long memory, int threads, Path directory) {
        return switch (kind) {
            case CARBIDE -> new ConfinedCarbide(memory, threads, directory);
            case DUCKDB -> new ConfinedDuckDb(memory, threads, directory);
        };
    }

    /** Makes {@code <directory>/<table>.parquet} known by the name of the table. */
    void attach(Path directory, Set<TpchRelation> relations);

    /** Plans and runs a query and reads its whole result, as it is produced: each value becomes a Java value. */
    RowDigest run(SpillQuery query);

    @Override
    void close();
}
