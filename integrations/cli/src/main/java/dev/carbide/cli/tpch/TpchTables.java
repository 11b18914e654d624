package dev.carbide.cli.tpch;

import dev.carbide.cli.OpenSession;
import dev.carbide.cli.Progress;
import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.ResultStream;
import dev.carbide.kernel.explain.Quantity;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.MemoryTable;
import dev.carbide.operators.scan.Table;
import dev.carbide.sql.SqlSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The tables of TPC-H that queries run over: generated into memory, or files. Closed before their kernel. */
public final class TpchTables implements AutoCloseable {
    /** Tables that no query needs may take the budget up to this share of it. */
    private static final double SHARE_FOR_ALL = 0.5;

    private final Map<TpchRelation, Table> tables = new EnumMap<>(TpchRelation.class);
    private final MemoryPool pool;

    private TpchTables(Kernel kernel) {
        pool = kernel.memoryPool().child("tables");
    }

    /**
     * Opens {@code <directory>/<table>.parquet} for each relation.
     *
     * @throws CarbideException if a file is missing or has not the columns of the relation
     */
    public static TpchTables open(Kernel kernel, Path directory, Set<TpchRelation> relations) {
        TpchTables opened = new TpchTables(kernel);
        try {
            for (TpchRelation relation : relations) {
                Path file = directory.resolve(relation.tableName() + ".parquet");
                if (!Files.exists(file)) {
                    throw new CarbideException("There is no " + file + ": carbide generate tpch --to " + directory
                            + " makes the files of all tables");
                }
                Table table = kernel.openTable(file.toString());
                opened.tables.put(relation, table);
                requireColumns(relation, table, file);
            }
            return opened;
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    private static void requireColumns(TpchRelation relation, Table table, Path file) {
        relation.schema().fields().forEach(field -> {
            if (table.schema().fields().stream().noneMatch(found -> found.name().equalsIgnoreCase(field.name()))) {
                throw new CarbideException(
                        "File " + file + " has no column " + field + " of TPC-H, it has " + table.schema());
            }
        });
    }

    /** Reads the files of {@link #open} into memory. */
    public static TpchTables load(Kernel kernel, Path directory, Set<TpchRelation> relations) {
        TpchTables loaded = new TpchTables(kernel);
        try (TpchTables files = open(kernel, directory, relations)) {
            for (TpchRelation relation : relations) {
                loaded.load(kernel, relation, files.tables.get(relation));
            }
            return loaded;
        } catch (Throwable e) {
            loaded.close();
            throw e;
        }
    }

    private void load(Kernel kernel, TpchRelation relation, Table file) {
        ScanNode scan = ScanNode.all(file);
        try (MemoryTable.Builder builder =
                        MemoryTable.builder(relation.tableName(), file.schema(), pool, kernel.pages());
                ResultStream rows =
                        kernel.prepare("load " + relation.tableName(), scan).execute()) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                builder.append(batch);
            }
            tables.put(relation, builder.build());
        }
    }

    /**
     * Which relations to generate: all eight if they leave half of the memory to the queries, else only those needed.
     */
    public static Set<TpchRelation> relationsFor(double scale, Set<TpchRelation> needed, long memory) {
        double all = 0;
        for (TpchRelation relation : TpchRelation.values()) {
            all += relation.memoryBytes(scale);
        }
        return all <= memory * SHARE_FOR_ALL ? EnumSet.allOf(TpchRelation.class) : needed;
    }

    /**
     * Generates relations into memory.
     *
     * @param onStart gets something to call, from any thread, to cancel this
     * @throws CarbideException if one does not fit, naming it and what it needs
     */
    public static TpchTables generate(
            Kernel kernel,
            double scale,
            int threads,
            Set<TpchRelation> relations,
            Progress progress,
            Consumer<Runnable> onStart) {
        TpchTables generated = new TpchTables(kernel);
        try (TpchGenerator generator = new TpchGenerator(scale, threads, generated.pool, kernel.pages())) {
            onStart.accept(generator::cancel);
            progress.begin("preparing the text of TPC-H", () -> Double.NaN);
            TpchGenerator.prepareText();
            for (TpchRelation relation : relations) {
                progress.begin("generating " + relation.tableName(), generator::progress);
                generated.generate(kernel, relation, scale, generator);
            }
            return generated;
        } catch (Throwable e) {
            generated.close();
            throw e;
        } finally {
            progress.end();
        }
    }

    private void generate(Kernel kernel, TpchRelation relation, double scale, TpchGenerator generator) {
        long before = pool.reserved();
        try (MemoryTable.Builder builder =
                MemoryTable.builder(relation.tableName(), relation.schema(), pool, kernel.pages())) {
            generator.generate(relation, builder::append);
            tables.put(relation, builder.build());
        } catch (MemoryLimitException e) {
            long needed = Math.max(relation.memoryBytes(scale), pool.reserved() - before);
            throw new CarbideException(
                    String.format(
                            "Table %s does not fit into memory: at scale %s it needs about %s, the tables before it"
                                + " took %s, and the limit for everything is %s. A larger --memory, fewer --queries,"
                                + " or files (carbide generate tpch, then --parquet) will do.",
                            relation.tableName(),
                            scale,
                            Quantity.bytes(needed),
                            Quantity.bytes(before),
                            Quantity.bytes(kernel.memory().limit())),
                    e);
        }
    }

    /** Makes the tables known by their names. */
    public void register(SqlSession session) {
        tables.forEach((relation, table) -> session.register(relation.tableName(), table));
    }

    /** Off-heap memory that the tables take; 0 for files. */
    public long bytes() {
        return tables.values().stream()
                .mapToLong(table -> table instanceof MemoryTable memory ? memory.bytes() : 0)
                .sum();
    }

    /** Rows in all tables, as far as they are known. */
    public long rows() {
        return tables.values().stream()
                .mapToLong(table -> table.statistics().rows().orElse(0))
                .sum();
    }

    /** Whether the tables have exactly as many rows as at the scale of {@link TpchAnswers}. */
    public boolean hasScaleOfAnswers() {
        return tables.entrySet().stream().allMatch(entry -> {
            long expected = entry.getKey() == TpchRelation.LINEITEM
                    ? TpchAnswers.LINEITEM_ROWS
                    : entry.getKey().rows(TpchAnswers.SCALE);
            return entry.getValue().statistics().rows().orElse(-1) == expected;
        });
    }

    @Override
    public void close() {
        List<Table> all = List.copyOf(tables.values());
        tables.clear();
        try (pool) {
            for (Table table : all) {
                OpenSession.close(table);
            }
        }
    }
}
