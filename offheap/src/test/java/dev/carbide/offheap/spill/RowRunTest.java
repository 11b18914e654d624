package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.memory.MemoryScope;
import dev.carbide.offheap.raw.RawMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowRunTest {
    /** With blocks of 4 KiB, of which 4032 bytes are rows, some of these are as long as a block, some longer. */
    private static final int[] SIZES = {8, 24, 40, 512, 4024, 4032, 4040, 9000, 40_000};

    @TempDir
    private Path root;

    /** A row of which all bytes follow from its size and number. */
    private static long row(MemoryScope scope, int size, int number) {
        long address = scope.allocate(size, 8);
        Random random = new Random(number);
        boolean regular = random.nextBoolean();
        for (int offset = 0; offset < size; offset += Long.BYTES) {
            RawMemory.putLong(address + offset, regular ? number : random.nextLong());
        }
        return address;
    }

    @Property(tries = 40)
    @Tag("access")
    void whatIsWrittenIsRead(
            @ForAll Random random,
            @ForAll boolean encrypted,
            @ForAll BlockCompression compression,
            @ForAll boolean wide)
            throws IOException {
        Path directory = Files.createTempDirectory("spill-test");
        SpillSettings settings = SpillSettings.DEFAULT
                .withDirectories(List.of(directory))
                .withEncrypted(encrypted)
                .withCompression(compression);
        try (TestMemory memory = new TestMemory();
                SpillStore store = SpillStore.open(settings);
                MemoryScope scope = new MemoryScope(memory.pages(), memory.pool());
                SpillBuffers buffers = new SpillBuffers(memory.pool(), memory.pages(), wide ? 64 << 10 : 4 << 10);
                SpillFile file = store.newFile("test")) {
            writeAndRead(file, buffers, scope, random);
            assertEquals(file.size(), Files.size(file.path()));
            assertEquals(file.size(), store.usage().bytes());
        }
        Files.delete(directory); // which is empty
    }

    private static void writeAndRead(SpillFile file, SpillBuffers buffers, MemoryScope scope, Random random) {
        RowRunWriter writer = new RowRunWriter(file, buffers);
        List<List<Integer>> written = new ArrayList<>();
        List<RunSegment> segments = new ArrayList<>();
        int number = 0;
        for (int segment = random.nextInt(4); segment >= 0; segment--) {
            List<Integer> sizes = new ArrayList<>();
            for (int rows = random.nextInt(40); rows > 0; rows--) {
                int size = SIZES[random.nextInt(random.nextInt(SIZES.length) + 1)];
                write(writer, row(scope, size, number++), size, random);
                sizes.add(size);
            }
            assertEquals(number, writer.rows());
            written.add(sizes);
            segments.add(writer.cut());
            assertEquals(file.size(), writer.mark());
        }
        int read = 0;
        for (int segment = 0; segment < segments.size(); segment++) {
            read = check(segments.get(segment), written.get(segment), read, buffers, scope);
        }
        assertEquals(number, read);
    }

    private static void write(RowRunWriter writer, long address, int size, Random random) {
        int first = random.nextInt(size);
        switch (random.nextInt(3)) {
            case 0 -> writer.append(address, size);
            case 1 -> writer.append(address, first, address + first, size - first);
            default -> {
                writer.begin(size);
                int step = 1 + random.nextInt(size);
                for (int offset = 0; offset < size; offset += step) {
                    writer.piece(address + offset, Math.min(step, size - offset));
                }
            }
        }
    }

    private static int check(
            RunSegment segment, List<Integer> sizes, int firstNumber, SpillBuffers buffers, MemoryScope scope) {
        assertEquals(sizes.size(), segment.rows());
        assertEquals(sizes.stream().mapToLong(size -> size).sum(), segment.bytes());
        RowRunReader reader = new RowRunReader(segment, buffers);
        int number = 0;
        while (reader.nextBlock()) {
            if (reader.oversizeBytes() > 0) {
                int size = sizes.get(number);
                assertEquals(size, reader.oversizeBytes());
                long copy = scope.allocate(size, 8);
                reader.copyOversize(copy);
                assertTrue(RawMemory.equal(row(scope, size, firstNumber + number++), copy, size));
                continue;
            }
            long at = reader.blockAddress();
            for (int row = 0; row < reader.blockRows(); row++) {
                int size = sizes.get(number);
                assertTrue(RawMemory.equal(row(scope, size, firstNumber + number++), at, size));
                at += size;
            }
            assertEquals(reader.blockAddress() + reader.blockBytes(), at);
        }
        assertEquals(sizes.size(), number);
        assertFalse(reader.nextBlock());
        return firstNumber + number;
    }

    @Test
    void wrongUseIsFound() {
        try (TestMemory memory = new TestMemory();
                SpillStore store = SpillStore.open(SpillSettings.DEFAULT.withDirectories(List.of(root)));
                SpillFile file = store.newFile("test");
                SpillBuffers buffers = new SpillBuffers(memory.pool(), memory.pages());
                SpillBuffers small = new SpillBuffers(memory.pool(), memory.pages(), 4 << 10);
                MemoryScope scope = new MemoryScope(memory.pages(), memory.pool())) {
            assertEquals(
                    SpillBuffers.bytes() + SpillBuffers.bytes(4 << 10),
                    memory.pool().reserved());
            long address = row(scope, 9000, 1);
            RowRunWriter writer = new RowRunWriter(file, buffers);
            assertThrows(CarbideInternalException.class, () -> writer.begin(12));
            assertThrows(CarbideInternalException.class, () -> writer.begin(0));
            writer.begin(9000);
            assertThrows(CarbideInternalException.class, () -> writer.piece(address, 9008));
            assertThrows(CarbideInternalException.class, writer::mark);
            assertThrows(CarbideInternalException.class, () -> writer.append(address, 8));
            writer.piece(address, 9000);
            RunSegment segment = writer.finish();
            assertThrows(CarbideInternalException.class, () -> new RowRunReader(segment, small));
            writer.append(address, 8);
            new TestRows(memory, 8).writeAndClose(file);
            assertThrows(CarbideInternalException.class, writer::finish);
        }
    }

    @Test
    void aLongRowMustBeTaken() {
        try (TestMemory memory = new TestMemory();
                SpillStore store = SpillStore.open(SpillSettings.DEFAULT
                        .withCompression(BlockCompression.NONE)
                        .withDirectories(List.of(root)));
                SpillFile file = store.newFile("test");
                SpillBuffers buffers = new SpillBuffers(memory.pool(), memory.pages(), 4 << 10);
                MemoryScope scope = new MemoryScope(memory.pages(), memory.pool())) {
            RowRunWriter writer = new RowRunWriter(file, buffers);
            writer.append(row(scope, 9000, 1), 9000);
            RowRunReader reader = new RowRunReader(writer.finish(), buffers);
            assertTrue(reader.nextBlock());
            assertEquals(0, reader.blockRows());
            assertThrows(CarbideInternalException.class, reader::nextBlock);
            RunSegment rest = new RunSegment(file, 48 + 4032, file.size(), 1, 9000);
            assertThrows(CarbideInternalException.class, () -> new RunSegment(file, 0, file.size() + 8, 1, 9000));
            assertThrows(SpillException.class, () -> new RowRunReader(rest, buffers).nextBlock());
        }
    }
}
