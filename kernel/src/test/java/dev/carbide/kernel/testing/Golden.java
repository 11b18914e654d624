package dev.carbide.kernel.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts kept in {@code src/test/resources/golden}; {@code -Dcarbide.golden.update=true} writes them anew. */
public final class Golden {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    public static void check(String file, String actual) {
        Path path = DIRECTORY.resolve(file);
        try {
            if (Boolean.getBoolean("carbide.golden.update")) {
                Files.createDirectories(DIRECTORY);
                Files.writeString(path, actual);
            }
            assertEquals(Files.readString(path), actual, file);
        } catch (IOException e) {
            throw new AssertionError("No golden file " + path, e);
        }
    }
}
