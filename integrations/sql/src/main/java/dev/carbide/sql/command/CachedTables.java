package dev.carbide.sql.command;

import dev.carbide.kernel.CacheOptions;
import dev.carbide.kernel.Kernel;
import dev.carbide.offheap.cache.CacheStatistics;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.cache.CachedTable;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.Table;
import dev.carbide.sql.catalog.Catalog;
import dev.carbide.sql.parse.Similar;
import dev.carbide.sql.parse.SqlText;
import dev.carbide.sql.plan.ConstantTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables that a session has cached. In the catalog a cached table stands in the place of the one it caches, so that
 * queries planned from then on use it. Thread-safe.
 */
public final class CachedTables implements AutoCloseable {
    private static final Schema STATUS = Schema.of(
            Field.required("table_name", DataType.STRING),
            Field.required("storage_level", DataType.STRING),
            Field.required("fraction_cached", DataType.FLOAT64),
            Field.required("memory_bytes", DataType.INT64),
            Field.required("disk_bytes", DataType.INT64),
            Field.required("hits", DataType.INT64),
            Field.required("misses", DataType.INT64),
            Field.required("evictions", DataType.INT64));

    private final Catalog catalog;

    // Guarded by this.
    private final Map<String, Entry> cached = new LinkedHashMap<>();

    private record Entry(String name, CachedTable table) {}

    public CachedTables(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Carries a command out.
     *
     * @return the plan of what it answers with; where a table is to be loaded at once, running it does that
     */
    public PlanNode run(Command command, SqlText source, Kernel kernel) {
        return switch (command) {
            case Command.CacheTable cache -> cache(cache, source, kernel);
            case Command.UncacheTable uncache -> uncache(uncache, source);
            case Command.ShowCache ignored -> show();
        };
    }

    private synchronized PlanNode cache(Command.CacheTable command, SqlText source, Kernel kernel) {
        Catalog.Entry entry = find(command.table(), source);
        if (entry.table() instanceof CachedTable) {
            throw source.error(
                    command.table().offset(),
                    "table " + entry.name() + " is cached already; UNCACHE TABLE " + entry.name() + " first");
        }
        CachedTable table;
        try {
            table = kernel.cache(entry.table(), new CacheOptions(command.level(), true));
        } catch (CarbideException e) {
            throw source.error(command.table().offset(), e.getMessage(), e);
        }
        Entry added = new Entry(entry.name(), table);
        cached.put(key(entry.name()), added);
        catalog.register(entry.name(), table);
        return command.lazy() ? status(List.of(added)) : Kernel.fillPlan(table);
    }

    private synchronized PlanNode uncache(Command.UncacheTable command, SqlText source) {
        Entry entry = cached.get(key(command.table().text()));
        if (entry == null) {
            if (command.ifExists()) {
                return status(List.of());
            }
            Catalog.Entry known = find(command.table(), source);
            throw source.error(command.table().offset(), "table " + known.name() + " is not cached");
        }
        PlanNode last = status(List.of(entry));
        Table original = entry.table().source();
        forget(entry.name());
        catalog.register(entry.name(), original);
        return last;
    }

    private synchronized PlanNode show() {
        return status(List.copyOf(cached.values()));
    }

    private Catalog.Entry find(Command.Name name, SqlText source) {
        return catalog.find(name.text())
                .orElseThrow(() -> source.error(
                        name.offset(),
                        "there is no table '" + name.text() + "'" + Similar.suggestion(name.text(), catalog.names())));
    }

    private static PlanNode status(List<Entry> entries) {
        List<Object[]> rows = new ArrayList<>();
        for (Entry entry : entries) {
            CacheStatistics of = entry.table().cacheStatistics();
            rows.add(new Object[] {
                entry.name(),
                of.level().name(),
                of.fractionCached(),
                of.memoryBytes(),
                of.diskBytes(),
                of.hits(),
                of.misses(),
                of.evictions()
            });
        }
        return ScanNode.all(new ConstantTable(STATUS, rows));
    }

    /** The name stands for something else from now on. */
    public synchronized void forget(String name) {
        Entry entry = cached.remove(key(name));
        if (entry != null) {
            entry.table().unpersist(false);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized void close() {
        cached.values().forEach(entry -> entry.table().unpersist(false));
        cached.clear();
    }
}
