package dev.carbide.offheap.spill;

import java.io.IOException;
import java.nio.file.Path;

/** The operations of the file system that spilling needs. Tests put one in between that fails. Thread-safe. */
public interface SpillIo {
    /** Creates a file that only its owner can read. A file or link of that name must not exist. */
    SpillChannel create(Path file) throws IOException;

    void delete(Path file) throws IOException;

    /** How many bytes can be written below the directory, 0 if that cannot be found out. */
    long usableBytes(Path directory);

    static SpillIo system() {
        return SystemSpillIo.INSTANCE;
    }
}
