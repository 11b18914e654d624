package dev.carbide.bench.compare;

import dev.carbide.cli.Progress;
import dev.carbide.cli.tpch.TpchFiles;
import dev.carbide.cli.tpch.TpchRelation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files that both engines read: in a directory that the user keeps, or in a temporary one that goes with this. */
public final class DataDirectory implements AutoCloseable {
    private final Path directory;
    private final boolean temporary;

    /** @param kept where the files are or will be; null for a temporary directory */
    public DataDirectory(@Nullable Path kept) throws IOException {
        temporary = kept == null;
        directory = kept == null ? Files.createTempDirectory("carbide-bench-") : Files.createDirectories(kept);
    }

    public Path path() {
        return directory;
    }

    /**
     * Generates the files, unless all of them are there.
     *
     * @param onStart gets something to call, from any thread, to cancel this
     * @return whether they were generated now
     */
    public boolean fill(double scale, int threads, long memory, Progress progress, Consumer<Runnable> onStart)
            throws IOException {
        boolean complete = Arrays.stream(TpchRelation.values())
                .allMatch(relation -> Files.exists(directory.resolve(relation.tableName() + ".parquet")));
        if (complete) {
            return false;
        }
        try (TpchFiles files = new TpchFiles(scale, threads, memory)) {
            onStart.accept(files::cancel);
            files.write(directory, progress, (file, rows) -> {});
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (!temporary) {
            return;
        }
        DirectoryTree.delete(directory);
    }
}
