package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpillStoreTest {
    @TempDir
    private Path root;

    private SpillStore open(Path... directories) {
        return SpillStore.open(SpillSettings.DEFAULT.withDirectories(List.of(directories)));
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private Path child(String name) throws IOException {
        return Files.createDirectory(root.resolve(name));
    }

    @Test
    void nothingIsOnDiskBeforeTheFirstFileAndAfterTheEnd() throws IOException {
        try (SpillStore store = open(root)) {
            assertEquals(List.of(), list(root));
            SpillFile file = store.newFile("test");
            Path directory = file.path().getParent();
            assertEquals(List.of(directory), list(root));
            assertTrue(directory.getFileName().toString().matches("carbide-spill-[0-9a-f]{32}"));
            assertEquals("rwx------", permissions(directory));
            assertEquals(2, list(directory).size());
            for (Path entry : list(directory)) {
                assertEquals("rw-------", permissions(entry));
            }
            file.close();
            assertFalse(Files.exists(file.path()));
            store.newFile("left open");
        }
        assertEquals(List.of(), list(root));
    }

    @Test
    void withoutSettingsFilesGoToTheTempDirectory() {
        try (SpillStore store = SpillStore.open(SpillSettings.DEFAULT);
                SpillFile file = store.newFile("test")) {
            assertTrue(file.path().startsWith(System.getProperty("java.io.tmpdir")));
        }
    }

    @Test
    void directoriesAreUsedInTurnUnlessTheyFail() throws IOException {
        Path first = child("first");
        Path missing = root.resolve("missing");
        Path third = child("third");
        try (SpillStore store = open(first, missing, third)) {
            List<Path> used = new ArrayList<>();
            for (int file = 0; file < 6; file++) {
                used.add(store.newFile("test").path().getParent().getParent());
            }
            assertEquals(List.of(first, third, first, third, first, third), used);
        }
        assertEquals(List.of(), list(first));
        try (SpillStore store = open(missing, root.resolve("other"))) {
            SpillException error = assertThrows(SpillException.class, () -> store.newFile("the sort"));
            assertTrue(error.getMessage().contains("the sort can be made in " + missing), error.getMessage());
            assertEquals(1, error.getSuppressed().length);
        }
    }

    @Test
    void aFullDirectoryIsUsedWhenNoOtherWorks() throws IOException {
        try (SpillStore store = SpillStore.open(
                SpillSettings.DEFAULT.withDirectories(List.of(child("one"), root.resolve("missing"))),
                FaultySpillIo.full(100))) {
            assertEquals(
                    root.resolve("one"),
                    store.newFile("test").path().getParent().getParent());
            assertEquals(
                    root.resolve("one"),
                    store.newFile("test").path().getParent().getParent());
        }
    }

    @Test
    void countersTellWhatFilesCost() throws IOException {
        SpillMetrics metrics = new SpillMetrics();
        try (TestMemory memory = new TestMemory();
                SpillStore store = open(root);
                TestRows rows = new TestRows(memory, 8, 4000, 10_000);
                SpillFile file = store.newFile("test", metrics)) {
            rows.check(rows.write(file));
            long size = Files.size(file.path());
            assertEquals(size, file.size());
            assertEquals(1, metrics.files());
            assertEquals(size, metrics.bytesWritten());
            assertEquals(size, metrics.bytesRead());
            assertTrue(metrics.writeNanos() > 0 && metrics.readNanos() > 0);
            assertEquals(
                    new SpillUsage(1, size, 1, size, size, metrics.writeNanos(), metrics.readNanos()), store.usage());
        }
    }

    @Test
    void threadsWriteAndReadAtTheSameTime() throws InterruptedException, ExecutionException {
        try (TestMemory memory = new TestMemory();
                SpillStore store = open(root, root);
                TestRows shared = new TestRows(memory, 8, 4000, 10_000);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<RunSegment> segments = shared.write(store.newFile("shared"));
            List<Future<?>> results = new ArrayList<>();
            for (int task = 0; task < 40; task++) {
                results.add(threads.submit(() -> {
                    try (TestRows rows = new TestRows(memory, 8, 4000, 10_000);
                            SpillFile file = store.newFile("test")) {
                        rows.check(rows.write(file));
                        rows.check(segments);
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
            assertEquals(1, store.usage().files());
            assertEquals(41, store.usage().filesCreated());
        }
    }

    @Test
    void aDirectoryThatSomebodyTidiedAwayIsMadeAgain() throws IOException {
        try (SpillStore store = open(root)) {
            SpillFile first = store.newFile("test");
            Path directory = first.path().getParent();
            for (Path file : list(directory)) {
                Files.delete(file);
            }
            Files.delete(directory);
            SpillFile second = store.newFile("test");
            assertTrue(Files.exists(second.path()));
            first.close();
            assertEquals(1, store.usage().files());
        }
        assertEquals(List.of(), list(root));
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path outside = child("outside");
        Path victim = Files.writeString(outside.resolve("victim"), "data");
        Files.writeString(outside.resolve(SpillDirectory.LOCK), "");
        Path spill = child("spill");
        Path link = spill.resolve(SpillDirectory.PREFIX + "0".repeat(32));
        Files.createSymbolicLink(link, outside);
        Path dead = Files.createDirectory(spill.resolve(SpillDirectory.PREFIX + "1".repeat(32)));
        Files.createFile(dead.resolve(SpillDirectory.LOCK));
        Files.createSymbolicLink(dead.resolve("file"), victim);
        Path strange = Files.createDirectory(spill.resolve(SpillDirectory.PREFIX + "2".repeat(32)));
        Files.createSymbolicLink(strange.resolve(SpillDirectory.LOCK), victim);
        try (SpillStore store = open(spill)) {
            assertEquals(List.of(dead), store.removeLeftovers());
        }
        assertEquals("data", Files.readString(victim));
        assertEquals(2, list(outside).size());
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.isSymbolicLink(strange.resolve(SpillDirectory.LOCK)));
    }

    @Test
    void aFileIsNotMadeThroughALink() throws IOException {
        Path victim = root.resolve("victim");
        Path link = Files.createSymbolicLink(root.resolve("link"), victim);
        assertThrows(FileAlreadyExistsException.class, () -> SpillIo.system().create(link));
        assertFalse(Files.exists(victim));
    }

    @Test
    void leftoversAreWhatNobodyHasLocked() throws IOException {
        Path empty = child(SpillDirectory.PREFIX + "empty");
        Path dead = child(SpillDirectory.PREFIX + "dead");
        Files.writeString(dead.resolve(SpillDirectory.LOCK), "");
        Files.writeString(dead.resolve("file"), "data");
        Path foreign = child(SpillDirectory.PREFIX + "foreign");
        Files.writeString(foreign.resolve("file"), "data");
        Path unrelated = child("unrelated");
        try (SpillStore other = open(root);
                SpillStore store = open(root)) {
            Path live = other.newFile("test").path();
            assertFalse(Files.exists(dead) || Files.exists(empty));
            assertTrue(Files.exists(foreign.resolve("file")) && Files.exists(unrelated));
            store.newFile("test");
            assertEquals(List.of(), store.removeLeftovers());
            assertTrue(Files.exists(live));
        }
        assertEquals(2, list(root).size());
    }

    @Test
    void aLeftoverThatCannotBeRemovedIsReported() throws IOException {
        Path dead = child(SpillDirectory.PREFIX + "dead");
        Files.writeString(dead.resolve(SpillDirectory.LOCK), "");
        Files.createDirectory(dead.resolve("directory"));
        try (SpillStore store = open(root)) {
            store.newFile("test");
            SpillException error = assertThrows(SpillException.class, store::removeLeftovers);
            assertEquals(root, error.path());
        }
        assertEquals(List.of(dead), list(root));
    }
}
