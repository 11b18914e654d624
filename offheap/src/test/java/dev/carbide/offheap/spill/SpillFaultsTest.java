package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails is reported with its place, leaves nothing behind, and does not concern others. */
final class SpillFaultsTest {
    @TempDir
    private Path root;

    private SpillSettings settings() {
        return SpillSettings.DEFAULT.withDirectories(List.of(root)).withCompression(BlockCompression.NONE);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (var left = Files.list(root)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static void writeAndRead(SpillStore store, TestRows rows) {
        try (SpillFile file = store.newFile("test")) {
            rows.check(rows.write(file));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationMayFail(FaultySpillIo.Operation operation) {
        boolean failed = true;
        for (int number = 0; failed; number++) {
            FaultySpillIo io = FaultySpillIo.failing(operation, number);
            try (TestMemory memory = new TestMemory();
                    SpillStore store = SpillStore.open(settings(), io)) {
                try (TestRows rows = new TestRows(memory, 8, 4000, 4000, 10_000, 16)) {
                    failed = fails(store, rows);
                    assertEquals(failed, io.hasFailed());
                    if (failed) {
                        writeAndRead(store, rows);
                    }
                }
                assertEquals(0, memory.pool().reserved());
                if (operation != FaultySpillIo.Operation.DELETE) {
                    assertEquals(0, store.usage().files());
                    assertEquals(0, store.usage().bytes());
                }
            }
            assertTrue(failed || number > 0, operation + " is never done");
        }
    }

    private static boolean fails(SpillStore store, TestRows rows) {
        try {
            writeAndRead(store, rows);
            return false;
        } catch (SpillException e) {
            assertTrue(e.getMessage().contains("Injected"), e.getMessage());
            assertTrue(e.getMessage().contains(String.valueOf(e.path())), e.getMessage());
            return true;
        }
    }

    @Test
    void whatCannotBeDeletedIsCountedUntilItIs() throws IOException {
        SpillStore store = SpillStore.open(settings(), FaultySpillIo.failing(FaultySpillIo.Operation.DELETE, 0));
        try (TestMemory memory = new TestMemory();
                TestRows rows = new TestRows(memory, 8, 16)) {
            SpillFile file = store.newFile("test");
            rows.write(file);
            long size = Files.size(file.path());
            SpillException error = assertThrows(SpillException.class, store::close);
            assertTrue(error.getMessage().contains(file.path().toString()), error.getMessage());
            assertEquals(1, store.usage().files());
            assertEquals(size, store.usage().bytes());
            store.close();
            assertEquals(0, store.usage().bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 47, 4000, 4096, 9000, 17_000})
    @SuppressWarnings("try") // closed before the end, to see what that gives back
    void aFullDiskNamesFileAndOffset(int room) throws IOException {
        try (TestMemory memory = new TestMemory();
                SpillStore store = SpillStore.open(settings(), FaultySpillIo.full(room));
                TestRows rows = new TestRows(memory, 8, 4000, 4000, 10_000, 16);
                SpillFile file = store.newFile("the sort")) {
            SpillException error = assertThrows(SpillException.class, () -> rows.write(file));
            assertEquals(file.path(), error.path());
            assertEquals(room, error.offset());
            assertTrue(error.getMessage().contains("(the sort)"), error.getMessage());
            assertTrue(error.getMessage().contains("No space left on device"), error.getMessage());
            assertTrue(error.getMessage().contains("at offset " + room), error.getMessage());
            assertEquals(room, Files.size(file.path()));
            assertEquals(room, store.usage().bytes());
            assertThrows(SpillException.class, () -> rows.write(file));
            file.close();
            assertEquals(0, store.usage().bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, 5000})
    void shortMovesAreContinued(int most) {
        try (TestMemory memory = new TestMemory();
                SpillStore store = SpillStore.open(settings(), FaultySpillIo.moving(most));
                TestRows rows = new TestRows(memory, 8, 4000, 4000, 10_000, 16)) {
            writeAndRead(store, rows);
        }
    }

    @Test
    @SuppressWarnings("try") // closed before the end, to see what that gives back
    void theQuotaHoldsForAllFilesTogether() throws IOException {
        try (TestMemory memory = new TestMemory();
                SpillStore store = SpillStore.open(settings().withQuotaBytes(2000));
                TestRows rows = new TestRows(memory, 400);
                SpillFile first = store.newFile("first");
                SpillFile second = store.newFile("second");
                SpillFile third = store.newFile("third")) {
            rows.write(first);
            rows.write(second);
            SpillException error = assertThrows(SpillException.class, () -> rows.write(third));
            assertEquals(third.path(), error.path());
            assertTrue(
                    error.getMessage().contains("448 bytes are needed, and 208 are left of the quota of 2000"),
                    error.getMessage());
            assertEquals(1792, store.usage().bytes());
            second.close();
            assertEquals(896, store.usage().bytes());
            writeAndRead(store, rows);
            rows.check(new RunSegment(first, 0, 448, 1, 400));
        }
    }

    @Test
    void anInterruptedThreadWritesAndReads() {
        try (TestMemory memory = new TestMemory();
                SpillStore store = SpillStore.open(settings());
                TestRows rows = new TestRows(memory, 8, 4000, 10_000)) {
            Thread.currentThread().interrupt();
            List<RunSegment> segments = rows.write(store.newFile("test"));
            rows.check(segments);
            assertTrue(Thread.interrupted());
            rows.check(segments);
            rows.write(segments.getFirst().file());
        }
    }

    @Test
    void aClosedStoreEndsItsFiles() {
        try (TestMemory memory = new TestMemory();
                TestRows rows = new TestRows(memory, 8, 4000)) {
            SpillStore store = SpillStore.open(settings());
            List<RunSegment> segments = rows.write(store.newFile("test"));
            store.close();
            store.close();
            assertThrows(SpillException.class, () -> rows.check(segments));
            assertThrows(SpillException.class, () -> store.newFile("test"));
        }
    }
}
