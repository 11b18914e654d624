package dev.carbide.sql;

import dev.carbide.operators.scan.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Files and globs that stand for tables, opened when first named. A file that has not changed since is not opened again;
 * directories and globs always are. Plans may still use older versions, so that all are kept until the end. Thread-safe.
 */
final class FileTables implements AutoCloseable {
    private static final String PATH_CHARACTERS = "/\\.*?[{~";

    private record Opened(Table table, @Nullable Object version) {}

    private final Function<String, Table> opener;
    private final Map<String, Opened> current = new HashMap<>();
    private final List<Table> all = new ArrayList<>();

    FileTables(Function<String, Table> opener) {
        this.opener = opener;
    }

    /** Empty for what does not look like a path. */
    synchronized Optional<Table> find(String path) {
        if (path.chars().noneMatch(c -> PATH_CHARACTERS.indexOf(c) >= 0)) {
            return Optional.empty();
        }
        Object version = version(path);
        Opened known = current.get(path);
        if (known == null || version == null || !version.equals(known.version)) {
            known = new Opened(opener.apply(path), version);
            current.put(path, known);
            all.add(known.table);
        }
        return Optional.of(known.table);
    }

    /** Changes when the file does; null for what is no single file. */
    private static @Nullable Object version(String path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return attributes.isRegularFile() ? List.of(attributes.size(), attributes.lastModifiedTime()) : null;
        } catch (IOException | InvalidPathException noFile) {
            return null;
        }
    }

    @Override
    public synchronized void close() {
        current.clear();
        RuntimeException first = null;
        for (Table table : all) {
            try {
                if (table instanceof AutoCloseable resource) {
                    resource.close();
                }
            } catch (Exception failure) {
                first = first == null ? new IllegalStateException(failure) : first;
            }
        }
        all.clear();
        if (first != null) {
            throw first;
        }
    }
}
