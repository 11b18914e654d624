package dev.carbide.kernel.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.testing.DescribedTable;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableFormatsTest {
    /** A format whose tables are named after their files. */
    private record Suffix(String name) implements TableFormat {
        @Override
        public boolean accepts(String path) {
            return path.endsWith("." + name);
        }

        @Override
        public Table open(String path, FormatContext context) {
            String files = context.files().stream()
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.joining("+"));
            return new DescribedTable(files, Schema.of(), OptionalLong.empty());
        }
    }

    private static final List<TableFormat> FORMATS = List.of(new Suffix("two"), new Suffix("one"));

    @TempDir
    Path directory;

    @BeforeEach
    void files() throws IOException {
        for (String file : List.of(
                "a.one",
                "b.one",
                "c.two",
                "odd[1].one",
                "deep/x.one",
                "deep/er/y.one",
                "deep/_SUCCESS",
                "deep/.x.two")) {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
    }

    private String open(String path) {
        try (PageAllocator pages = PageAllocator.create(0);
                MemoryPool pool = MemoryPool.root("test", 1 << 20)) {
            return TableFormats.open(directory + "/" + path, FORMATS, pool, pages)
                    .name();
        }
    }

    private String refusal(String path) {
        return assertThrows(CarbideException.class, () -> open(path))
                .getMessage()
                .replace(directory.toString(), "");
    }

    @Test
    void aFileADirectoryOrAGlob() {
        assertEquals("a.one", open("a.one"));
        assertEquals("c.two", open("c.two"));
        assertEquals("x.one", open("deep"), "neither hidden files nor markers nor what lies deeper");
        assertEquals("a.one+b.one", open("?.one"));
        assertEquals("a.one+b.one", open("{b,a}.one"));
        assertEquals("x.one", open("d*/*.one"));
        assertEquals("y.one+x.one", open("deep/**.one"));
        assertEquals("x.one", open("deep/[!y].one"));
    }

    @Test
    void aFileOfThatNameIsNoGlob() {
        assertEquals("odd[1].one", open("odd[1].one"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertEquals("No such file or directory: '/z.one'", refusal("z.one"));
        assertEquals("No file matches '/*.three'", refusal("*.three"));
        assertEquals("No file matches '/nowhere/*.one'", refusal("nowhere/*.one"));
        Files.createDirectory(directory.resolve("empty"));
        assertEquals("Directory '/empty' has no data files", refusal("empty"));
    }

    @Test
    void saysWhatItCannotTell() throws IOException {
        Files.createFile(directory.resolve("d.three"));
        assertEquals("Unknown format of '/d.three', known formats are one, two", refusal("d.three"));
        assertEquals("All files of '/*.*' must have one format, got one, two", refusal("*.*"));
        Files.createFile(directory.resolve("deep/notes.three"));
        assertEquals("x.one", open("deep"), "other files in a directory do not matter");
        String mixed = refusal("deep/*.*");
        assertTrue(mixed.startsWith("All files of '/deep/*.*' must have one format, got one ("), mixed);
        assertTrue(refusal("[").startsWith("Invalid glob '/['"), refusal("["));
        assertTrue(refusal("\0").startsWith("Invalid path"), refusal("\0"));
    }

    @Test
    void withoutFormatsItSaysSo() {
        try (PageAllocator pages = PageAllocator.create(0);
                MemoryPool pool = MemoryPool.root("test", 1 << 20)) {
            String path = directory.resolve("a.one").toString();
            CarbideException refused = assertThrows(CarbideException.class, () -> TableFormats.open(path, pool, pages));
            assertEquals(
                    "Unknown format of '" + path + "', known formats are (none on the class path)",
                    refused.getMessage());
        }
    }
}
