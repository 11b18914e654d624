package dev.carbide.offheap.spill;

import java.nio.file.Path;
import java.util.List;

/**
 * Where and how a kernel spills.
 *
 * @param directories existing directories, used in turn; none stands for that of {@code java.io.tmpdir}
 * @param quotaBytes the most bytes that the files of the store may have together
 * @param encrypted whether blocks are encrypted with a random key that never leaves the process
 */
public record SpillSettings(List<Path> directories, long quotaBytes, boolean encrypted, BlockCompression compression) {
    public static final SpillSettings DEFAULT =
            new SpillSettings(List.of(), Long.MAX_VALUE, false, BlockCompression.LZ4);

    public SpillSettings {
        directories = List.copyOf(directories);
        if (quotaBytes < 0) {
            throw new IllegalArgumentException("The quota of spill files must not be negative, got " + quotaBytes);
        }
    }

    public SpillSettings withDirectories(List<Path> some) {
        return new SpillSettings(some, quotaBytes, encrypted, compression);
    }

    public SpillSettings withQuotaBytes(long bytes) {
        return new SpillSettings(directories, bytes, encrypted, compression);
    }

    public SpillSettings withEncrypted(boolean on) {
        return new SpillSettings(directories, quotaBytes, on, compression);
    }

    public SpillSettings withCompression(BlockCompression other) {
        return new SpillSettings(directories, quotaBytes, encrypted, other);
    }

    List<Path> roots() {
        return directories.isEmpty() ? List.of(Path.of(System.getProperty("java.io.tmpdir"))) : directories;
    }
}
