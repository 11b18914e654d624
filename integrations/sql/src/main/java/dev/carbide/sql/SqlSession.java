package dev.carbide.sql;

import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.PreparedQuery;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.scan.Table;
import dev.carbide.sql.catalog.Catalog;
import dev.carbide.sql.command.CachedTables;
import dev.carbide.sql.parse.CommandParser;
import dev.carbide.sql.parse.Script;
import dev.carbide.sql.plan.QueryPlanner;
import dev.carbide.sql.plan.WarmUp;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tables by name, and the plans of SQL text over them. Names of tables and columns are found in any case of letters.
 *
 * <p>A quoted path stands for a table: {@code SELECT count(*) FROM 'dir/part-*.parquet'}. Such files are opened by the
 * kernel when they are named and stay open until the session is closed; tables registered by name belong to who
 * registered them. Thread-safe.
 *
 * <p>{@code CACHE [LAZY] TABLE t [OPTIONS (storageLevel = DISK_ONLY)]}, {@code UNCACHE TABLE t} and {@code SHOW CACHE} keep
 * tables in the block cache of the kernel.
 *
 * <p>All errors are {@link SqlException}s that point into the text.
 */
public final class SqlSession implements AutoCloseable {
    private final @Nullable Kernel kernel;
    private final FileTables files;
    private final Catalog catalog;
    private final CachedTables cached;
    private final PlanCache<PreparedQuery> prepared = new PlanCache<>();

    private SqlSession(@Nullable Kernel kernel, Function<String, Table> opener) {
        this.kernel = kernel;
        this.files = new FileTables(opener);
        this.catalog = new Catalog(files::find);
        this.cached = new CachedTables(catalog);
    }

    /** A session whose queries run on that kernel. */
    public static SqlSession of(Kernel kernel) {
        return new SqlSession(kernel, kernel::openTable);
    }

    /**
     * A session that plans but does not execute.
     *
     * @param opener opens a path as a table; throws CarbideException if it cannot
     */
    public static SqlSession planner(Function<String, Table> opener) {
        return new SqlSession(null, opener);
    }

    /** Makes a table known; replaces one of the same name. */
    public void register(String name, Table table) {
        if (name.isBlank()) {
            throw new CarbideException("The name of a table must not be blank");
        }
        cached.forget(name);
        catalog.register(name, table);
    }

    /** @return whether there was one */
    public boolean unregister(String name) {
        cached.forget(name);
        return catalog.unregister(name);
    }

    /** Names of the registered tables, in alphabetical order. */
    public List<String> tableNames() {
        return catalog.names();
    }

    /** A registered table, by its name in any case of letters. */
    public Optional<Table> table(String name) {
        return catalog.find(name).map(Catalog.Entry::table);
    }

    /** The statements of a script, split at its semicolons; each is planned by itself, with positions in the script. */
    public List<Statement> parse(String script) {
        return DeepStack.call(script, () -> Script.split(script));
    }

    /** The plan of a single statement, with or without EXPLAIN before it. */
    public PlanNode plan(String sql) {
        return plan(single(sql));
    }

    public PlanNode plan(Statement statement) {
        return result(statement).plan();
    }

    private QueryPlanner.Result result(Statement statement) {
        if (statement.kind() == Statement.Kind.COMMAND) {
            throw statement.source().error(statement.begin(), "this statement has no plan");
        }
        try {
            return DeepStack.call(statement.text(), () -> QueryPlanner.plan(statement, catalog));
        } catch (StackOverflowError tooDeep) {
            throw statement.source().error(statement.begin(), "this statement is nested too deeply", tooDeep);
        }
    }

    /** Compiles a single statement. */
    public PreparedQuery query(String sql) {
        return query(single(sql));
    }

    /**
     * Compiles a statement, or takes what the same text was compiled to before while the tables were the same. A command is
     * carried out at once, and the query is its answer; that of {@code CACHE TABLE} loads the table when it is executed.
     */
    public PreparedQuery query(Statement statement) {
        if (kernel == null) {
            throw new CarbideException("This session has no kernel to execute queries on");
        }
        if (statement.kind() == Statement.Kind.COMMAND) {
            return kernel.prepare(cached.run(CommandParser.parse(statement), statement.source(), kernel));
        }
        String text = statement.text();
        long version = catalog.version();
        PreparedQuery known = prepared.find(text, version);
        if (known != null) {
            return known;
        }
        QueryPlanner.Result result = result(statement);
        PreparedQuery query = kernel.prepare(result.plan());
        if (!result.readsFiles()) {
            prepared.put(text, version, query);
        }
        return query;
    }

    private Statement single(String sql) {
        List<Statement> statements = parse(sql);
        if (statements.size() != 1) {
            throw new dev.carbide.sql.parse.SqlText(sql)
                    .error(
                            statements.isEmpty() ? 0 : statements.get(1).begin(),
                            statements.isEmpty() ? "there is no statement here" : "a single statement is expected");
        }
        return statements.getFirst();
    }

    /**
     * Plans a few queries over tables of no data, so that the first real one does not wait for classes to be loaded. Takes a
     * second or so: run it in the background at the start of a process.
     */
    public static void preWarm() {
        WarmUp.run();
    }

    @Override
    public void close() {
        cached.close();
        files.close();
    }
}
