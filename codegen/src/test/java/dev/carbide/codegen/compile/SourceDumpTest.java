package dev.carbide.codegen.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDumpTest {
    @TempDir
    Path directory;

    @Test
    void aSourceIsWrittenWithItsConstantsForItsOwnerOnly() throws Exception {
        Path root = directory.resolve("a/b");
        var source = Samples.add(42, 1);
        Path file = new SourceDump(root).write("tpch q6", source);
        assertEquals(root.resolve("tpch_q6").resolve(source.className() + ".java"), file);
        assertEquals(source.text() + "// ?0 = 42 as INT64\n", Files.readString(file));
        assertEquals("rwx------", permissions(root));
        assertEquals("rwx------", permissions(file.getParent()));
        assertEquals("rw-------", permissions(file));
        // The same pipeline with other constants takes its place, and nothing else stays.
        new SourceDump(root).write("tpch q6", Samples.add(43, 1));
        assertTrue(Files.readString(file).endsWith("// ?0 = 43 as INT64\n"));
        try (var files = Files.list(file.getParent())) {
            assertEquals(1, files.count());
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aQueryNameCannotLeaveTheDirectory() {
        assertEquals("___etc_passwd", SourceDump.fileName("../etc/passwd"));
        assertEquals("__", SourceDump.fileName(".."));
        assertEquals("query", SourceDump.fileName(""));
        assertEquals("a_b_c_", SourceDump.fileName("a\0b\nc\\"));
        assertEquals(100, SourceDump.fileName("x".repeat(1000)).length());
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("file"), "untouched");
        Path root = Files.createDirectory(directory.resolve("dump"));
        Files.createSymbolicLink(root.resolve("linked"), elsewhere);
        var dump = new SourceDump(root);
        var source = Samples.add(1, 1);
        assertThrows(NotDirectoryException.class, () -> dump.write("linked", source));
        Files.createDirectory(root.resolve("q"));
        Files.createSymbolicLink(root.resolve("q").resolve(source.fileName()), target);
        Path file = dump.write("q", source);
        assertTrue(Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS));
        assertEquals("untouched", Files.readString(target));
    }
}
