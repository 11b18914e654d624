package dev.carbide.kernel.format;

import dev.carbide.offheap.error.CarbideException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * A path as a user writes it: a file, a directory, or a glob. What exists under exactly this name is never taken for a glob.
 *
 * @param text as written
 * @param start the path itself, or the directory above the first component of a glob that has wildcards
 * @param glob null when the text is not a glob
 */
record PathPattern(
        String text,
        Path start,
        @org.jspecify.annotations.Nullable String glob) {
    private static final String WILDCARDS = "*?[{";

    static PathPattern parse(String text) {
        try {
            Path whole = Path.of(text);
            if (text.isBlank() || Files.exists(whole) || !hasWildcard(text)) {
                return new PathPattern(text, whole, null);
            }
            int wildcard = firstWildcard(text);
            int slash = text.lastIndexOf('/', wildcard);
            Path start = Path.of(slash < 0 ? "" : text.substring(0, slash + 1));
            return new PathPattern(text, start, text.substring(slash + 1));
        } catch (InvalidPathException e) {
            throw new CarbideException("Invalid path '" + text + "': " + e.getReason(), e);
        }
    }

    private static boolean hasWildcard(String text) {
        return firstWildcard(text) < text.length();
    }

    private static int firstWildcard(String text) {
        int position = 0;
        while (position < text.length() && WILDCARDS.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return position;
    }

    boolean isDirectory() {
        return glob == null && Files.isDirectory(start);
    }

    /** The files this stands for, sorted; never empty. */
    List<Path> files() {
        try {
            return glob == null ? named() : matching(glob);
        } catch (IOException | UncheckedIOException e) {
            throw new CarbideException("Cannot read '" + text + "': " + e.getMessage(), e);
        }
    }

    private List<Path> named() throws IOException {
        if (text.isBlank()) {
            throw new CarbideException("The path of a table must not be empty");
        }
        if (!Files.exists(start)) {
            throw new CarbideException("No such file or directory: '" + text + "'");
        }
        if (!Files.isDirectory(start)) {
            return List.of(start);
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(start)) {
            files = entries.filter(PathPattern::isData).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new CarbideException("Directory '" + text + "' has no data files");
        }
        return files;
    }

    private List<Path> matching(String pattern) throws IOException {
        PathMatcher matcher = matcher(pattern);
        int depth = pattern.contains("**")
                ? Integer.MAX_VALUE
                : (int) pattern.chars().filter(c -> c == '/').count() + 1;
        List<Path> files = List.of();
        if (Files.isDirectory(start)) {
            try (Stream<Path> tree = Files.walk(start, depth, FileVisitOption.FOLLOW_LINKS)) {
                files = tree.filter(path -> matcher.matches(start.relativize(path)))
                        .filter(PathPattern::isData)
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            throw new CarbideException("No file matches '" + text + "'");
        }
        return files;
    }

    private PathMatcher matcher(String pattern) {
        try {
            return start.getFileSystem().getPathMatcher("glob:" + pattern);
        } catch (IllegalArgumentException e) {
            throw new CarbideException("Invalid glob '" + text + "': " + e.getMessage(), e);
        }
    }

    private static boolean isData(Path path) {
        String name = path.getFileName().toString();
        return Files.isRegularFile(path) && !name.startsWith(".") && !name.startsWith("_");
    }

    @Override
    public String toString() {
        return "'" + text + "'";
    }
}
