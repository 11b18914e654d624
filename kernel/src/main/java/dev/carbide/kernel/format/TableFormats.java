package dev.carbide.kernel.format;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.operators.scan.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Opens files, directories and globs as tables, by whichever registered {@link TableFormat} accepts them. */
public final class TableFormats {
    private TableFormats() {}

    /**
     * Opens {@code path}: a file, a directory (all files in it that a format accepts; hidden ones and those that begin with
     * {@code _} do not count) or a glob as in {@link java.nio.file.FileSystem#getPathMatcher}.
     *
     * @throws CarbideException if there is no such file, nothing matches, or no format or more than one accepts the files
     */
    public static Table open(String path, MemoryPool pool, PageAllocator pages) {
        return open(path, known(), pool, pages);
    }

    static Table open(String path, List<TableFormat> formats, MemoryPool pool, PageAllocator pages) {
        PathPattern pattern = PathPattern.parse(path);
        List<Path> files = pattern.files();
        List<TableFormat> accepting = formats.stream()
                .filter(format -> files.stream().anyMatch(file -> format.accepts(file.toString())))
                .toList();
        if (accepting.size() != 1) {
            throw new CarbideException(problem(path, accepting, formats));
        }
        TableFormat format = accepting.getFirst();
        return format.open(path, new FormatContext(accepted(pattern, files, format), pool, pages));
    }

    /** In a directory other files may lie about; a glob or a file name means what it says. */
    private static List<Path> accepted(PathPattern pattern, List<Path> files, TableFormat format) {
        List<Path> accepted =
                files.stream().filter(file -> format.accepts(file.toString())).toList();
        if (!pattern.isDirectory() && accepted.size() < files.size()) {
            Path other = files.stream()
                    .filter(file -> !format.accepts(file.toString()))
                    .findFirst()
                    .orElseThrow();
            throw new CarbideException("All files of " + pattern + " must have one format, got " + format.name() + " ("
                    + accepted.getFirst() + ") and others (" + other + ")");
        }
        return accepted;
    }

    private static String problem(String path, List<TableFormat> accepting, List<TableFormat> formats) {
        return accepting.isEmpty()
                ? "Unknown format of '" + path + "', known formats are " + names(formats)
                : "All files of '" + path + "' must have one format, got " + names(accepting);
    }

    private static List<TableFormat> known() {
        return ServiceLoader.load(TableFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static String names(List<TableFormat> formats) {
        return formats.isEmpty()
                ? "(none on the class path)"
                : formats.stream().map(TableFormat::name).sorted().collect(Collectors.joining(", "));
    }
}
