package dev.carbide.bench.spill;

import dev.carbide.cli.tpch.TpchRelation;
import dev.carbide.cli.tpch.TpchTables;
import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.sql.SqlSession;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carbide through its SQL session; results are read batch by batch. */
final class ConfinedCarbide implements ConfinedEngine {
    private final Kernel kernel;
    private final SqlSession session;
    private @Nullable TpchTables tables;

    ConfinedCarbide(long memory, int threads, Path directory) {
        kernel = Kernel.builder()
                .memory(memory)
                .workers(threads)
                .spillDirectories(List.of(directory))
                .build();
        session = SqlSession.of(kernel);
    }

    @Override
    public void attach(Path directory, Set<TpchRelation> relations) {
        TpchTables opened = TpchTables.open(kernel, directory, relations);
        tables = opened;
        opened.register(session);
    }

    @Override
    public RowDigest run(SpillQuery query) {
        try (ResultStream result = session.query(query.sql()).execute()) {
            RowDigest digest = new RowDigest(result.schema().fields().size(), keys(result.schema(), query));
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                add(batch, digest);
            }
            return digest;
        }
    }

    private static int[] keys(Schema schema, SpillQuery query) {
        List<String> names = schema.fields().stream().map(Field::name).toList();
        return query.order().stream().mapToInt(names::indexOf).toArray();
    }

    private static void add(Batch batch, RowDigest digest) {
        int[] selection = batch.selection();
        for (int at = 0; at < batch.selectedCount(); at++) {
            int row = selection == null ? at : selection[at];
            for (int column = 0; column < batch.columnCount(); column++) {
                add(BoxedValues.get(batch.column(column), row), digest);
            }
            digest.endRow();
        }
    }

    private static void add(@Nullable Object value, RowDigest digest) {
        switch (value) {
            case null -> digest.addNull();
            case Long number -> digest.add(number);
            case Integer days -> digest.add(days.longValue());
            case BigDecimal number -> digest.add(number);
            case String text -> digest.add(text);
            default -> throw new CarbideInternalException("No query has values of " + value.getClass());
        }
    }

    @Override
    public void close() {
        try (Kernel last = kernel;
                TpchTables second = tables;
                SqlSession first = session) {
            tables = null;
        }
    }
}
