package dev.carbide.bench.compare;

import dev.carbide.cli.compare.ResultRows;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.cli.tpch.TpchTables;
import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.PreparedQuery;
import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.sql.SqlSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carbide through its SQL session. */
final class CarbideEngine implements Engine {
    private final Kernel kernel;
    private final SqlSession session;
    private @Nullable TpchTables tables;
    private volatile @Nullable ResultStream running;

    /** Closes the kernel in the end. */
    CarbideEngine(Kernel kernel) {
        this.kernel = kernel;
        this.session = SqlSession.of(kernel);
    }

    @Override
    public String name() {
        return "carbide";
    }

    @Override
    public void load(Path directory, Set<TpchRelation> relations) {
        register(TpchTables.load(kernel, directory, relations));
    }

    @Override
    public void attach(Path directory, Set<TpchRelation> relations) {
        register(TpchTables.open(kernel, directory, relations));
    }

    private void register(TpchTables opened) {
        tables = opened;
        opened.register(session);
    }

    @Override
    public long tableBytes() {
        return tables == null ? 0 : tables.bytes();
    }

    @Override
    public Run run(TpchQuery query) {
        long begin = System.nanoTime();
        PreparedQuery prepared = session.query(query.sql());
        try (ResultStream result = prepared.execute()) {
            running = result;
            Schema schema = result.schema();
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                ResultRows.append(batch, rows);
            }
            return new Run(System.nanoTime() - begin, () -> ResultRows.of(schema, rows));
        } finally {
            running = null;
        }
    }

    PlanNode plan(TpchQuery query) {
        return session.plan(query.sql());
    }

    @Override
    public void cancel() {
        ResultStream result = running;
        if (result != null) {
            result.cancel();
        }
    }

    @Override
    public void close() {
        try (Kernel last = kernel;
                TpchTables second = tables;
                SqlSession first = session) {
            running = null;
        }
    }
}
