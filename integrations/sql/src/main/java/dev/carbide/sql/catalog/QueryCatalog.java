package dev.carbide.sql.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as one query sees it: each name is resolved once, so that a table replaced meanwhile does not show in two
 * forms. Remembers which tables it gave out. Used by one thread.
 */
public final class QueryCatalog extends AbstractSchema {
    private final Catalog catalog;
    private final Map<String, Named<Table>> resolved = new HashMap<>();
    private final List<Catalog.Entry> used = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private @Nullable String refused;
    private boolean files;

    public QueryCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The tables that names of the query have led to. */
    public List<Catalog.Entry> used() {
        return used;
    }

    @Override
    public Lookup<Table> tables() {
        return new Names();
    }

    private @Nullable Named<Table> resolve(String name) {
        Named<Table> known = resolved.get(name);
        if (known != null) {
            return known;
        }
        var entry = catalog.find(name).or(() -> file(name)).orElse(null);
        if (entry == null) {
            unknown.add(name);
            return null;
        }
        used.add(entry);
        Named<Table> found = new Named<>(entry.name(), new CatalogTable(entry.table()));
        resolved.put(name, found);
        return found;
    }

    private Optional<Catalog.Entry> file(String name) {
        refused = name;
        Optional<Catalog.Entry> file = catalog.findFile(name);
        refused = null;
        files |= file.isPresent();
        return file;
    }

    /** Names looked up in vain. */
    public Set<String> unknown() {
        return unknown;
    }

    /** Names of all registered tables. */
    public List<String> known() {
        return catalog.names();
    }

    /** The file whose opening failed, after it has. */
    public Optional<String> refused() {
        return Optional.ofNullable(refused);
    }

    /** Whether files stand for tables in this query. */
    public boolean readsFiles() {
        return files;
    }

    private final class Names implements Lookup<Table> {
        @Override
        public @Nullable Table get(String name) {
            return Named.entityOrNull(resolve(name));
        }

        @Override
        public @Nullable Named<Table> getIgnoreCase(String name) {
            return resolve(name);
        }

        @Override
        public Set<String> getNames(LikePattern pattern) {
            return Set.of();
        }
    }
}
