package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.GeneratedSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes generated sources to {@code <directory>/<query>/<pipeline>.java}, the file that stack traces name. Readable by
 * the owner only, for the constants of the query are listed at the end. Thread-safe.
 */
public final class SourceDump {
    private static final int MAX_NAME = 100;

    private final Path directory;

    /** @param directory made when first needed */
    public SourceDump(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes a source, over one of the same name.
     *
     * @param query any text; what cannot be part of a file name is replaced
     * @return the file
     */
    public Path write(String query, GeneratedSource source) throws IOException {
        Path folder = directory.resolve(fileName(query));
        FileAttribute<?>[] owner = owner(folder);
        Files.createDirectories(directory, owner);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
            Files.createDirectories(folder, owner);
        }
        // A temporary file is the owner's alone from the start, and a link of the final name is replaced, not followed.
        Path file = folder.resolve(source.fileName());
        Path written = Files.createTempFile(folder, source.className(), ".tmp");
        try {
            Files.writeString(written, source.textWithConstants(), StandardCharsets.US_ASCII);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
        return file;
    }

    private FileAttribute<?>[] owner(Path folder) {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Letters, digits, {@code _} and {@code -}; never empty, {@code .} or {@code ..}. */
    static String fileName(String text) {
        var name = new StringBuilder();
        for (int i = 0; i < text.length() && name.length() < MAX_NAME; i++) {
            char next = text.charAt(i);
            boolean plain = next >= 'a' && next <= 'z'
                    || next >= 'A' && next <= 'Z'
                    || next >= '0' && next <= '9'
                    || next == '_'
                    || next == '-';
            name.append(plain ? next : '_');
        }
        return name.isEmpty() ? "query" : name.toString();
    }
}
