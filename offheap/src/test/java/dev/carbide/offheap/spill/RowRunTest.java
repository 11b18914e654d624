package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
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

final class RowRunTest {
    private static final int[] SIZES = {8, 24, 40, 512, 4040, 4048, 9000, 40_000};

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

    @Property(tries = 60)
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
            RowRunWriter writer = new RowRunWriter(file, buffers);
            List<List<Integer>> written = new ArrayList<>();
            List<RunSegment> segments = new ArrayList<>();
            int number = 0;
            for (int segment = random.nextInt(4); segment >= 0; segment--) {
                List<Integer> sizes = new ArrayList<>();
                for (int rows = random.nextInt(40); rows > 0; rows--) {
                    int size = SIZES[random.nextInt(random.nextInt(SIZES.length) + 1)];
                    long address = row(scope, size, number++);
                    if (random.nextBoolean()) {
                        writer.append(address, size);
                    } else {
                        int first = random.nextInt(size);
                        writer.append(address, first, address + first, size - first);
                    }
                    sizes.add(size);
                }
                written.add(sizes);
                segments.add(writer.cut());
            }
            assertEquals(file.size(), Files.size(file.path()));
            assertEquals(file.size(), store.usage().bytes());
            int read = 0;
            for (int segment = 0; segment < segments.size(); segment++) {
                read = check(segments.get(segment), written.get(segment), read, buffers, scope);
            }
            assertEquals(number, read);
        }
        try (var left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
        Files.delete(directory);
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
                assertTrue(RawMemory.equal(row(scope, size, firstNumber + number), copy, size));
                number++;
                continue;
            }
            int at = 0;
            for (int row = 0; row < reader.blockRows(); row++, number++) {
                int size = sizes.get(number);
                long expected = row(scope, size, firstNumber + number);
                assertTrue(RawMemory.equal(expected, reader.blockAddress() + at, size));
                at += size;
            }
            assertEquals(at, reader.blockBytes());
        }
        assertEquals(sizes.size(), number);
        assertFalse(reader.nextBlock());
        return firstNumber + number;
    }
}
