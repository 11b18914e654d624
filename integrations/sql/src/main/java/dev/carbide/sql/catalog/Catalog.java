package dev.carbide.sql.catalog;

import dev.carbide.operators.scan.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Tables by name, regardless of case, and the files that stand for tables. Thread-safe. */
public final class Catalog {
    /** A table and the name it was registered by. */
    public record Entry(String name, Table table) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final Function<String, Optional<Table>> files;

    /** @param files opens a file or glob as a table; empty for what is no file's name. May throw CarbideException. */
    public Catalog(Function<String, Optional<Table>> files) {
        this.files = files;
    }

    /** Replaces a table of that name, if there is one. */
    public void register(String name, Table table) {
        entries.put(key(name), new Entry(name, table));
        version.incrementAndGet();
    }

    /** @return whether there was one */
    public boolean unregister(String name) {
        version.incrementAndGet();
        return entries.remove(key(name)) != null;
    }

    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(key(name)));
    }

    /** The table that a file or glob stands for. */
    public Optional<Entry> findFile(String name) {
        return files.apply(name).map(table -> new Entry(name, table));
    }

    /** Names as registered, in alphabetical order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        entries.values().forEach(entry -> names.add(entry.name()));
        names.sort(String.CASE_INSENSITIVE_ORDER);
        return names;
    }

    /** Changes with every change of the tables. */
    public long version() {
        return version.get();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
