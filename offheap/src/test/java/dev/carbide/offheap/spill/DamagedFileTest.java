package dev.carbide.offheap.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.TestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens to a file: who reads it gets the rows that were written, or an error. */
final class DamagedFileTest {
    @TempDir
    private Path root;

    private SpillStore open(BlockCompression compression, boolean encrypted) {
        return SpillStore.open(SpillSettings.DEFAULT
                .withDirectories(List.of(root))
                .withCompression(compression)
                .withEncrypted(encrypted));
    }

    private static byte[] bytes(FileChannel channel, long from, long end) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) (end - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {}
        return buffer.array();
    }

    private static void put(FileChannel channel, long position, byte... bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    private static void assertDamaged(TestRows rows, List<RunSegment> segments, long at) {
        SpillException error = assertThrows(SpillException.class, () -> rows.check(segments), () -> "at " + at);
        assertEquals(segments.getFirst().file().path(), error.path());
        assertTrue(error.getMessage().contains(String.valueOf(error.path())), error.getMessage());
        assertTrue(error.getMessage().contains("at offset " + error.offset()), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"NONE,false", "LZ4,false", "NONE,true", "LZ4,true"})
    void everyFlippedByteIsFound(BlockCompression compression, boolean encrypted) throws IOException {
        Random random = new Random(42);
        try (TestMemory memory = new TestMemory();
                SpillStore store = open(compression, encrypted);
                TestRows rows = new TestRows(memory, 8, 64, 800, 4056, 48);
                SpillFile file = store.newFile("test")) {
            List<RunSegment> segments = rows.write(file);
            try (FileChannel channel =
                    FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                byte[] content = bytes(channel, 0, file.size());
                for (int at = 0; at < content.length; at++) {
                    RunSegment concerned = segments.get(at < segments.getFirst().end() ? 0 : 1);
                    put(channel, at, (byte) (content[at] ^ (1 + random.nextInt(255))));
                    assertDamaged(rows, List.of(concerned), at);
                    put(channel, at, content[at]);
                }
                rows.check(segments);
                for (int end = content.length - 1; end >= 0; end -= 1 + random.nextInt(50)) {
                    channel.truncate(end);
                    assertDamaged(rows, segments, end);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE,false", "LZ4,true"})
    void aBlockOfAnotherPlaceIsFound(BlockCompression compression, boolean encrypted) throws IOException {
        try (TestMemory memory = new TestMemory();
                SpillStore store = open(compression, encrypted);
                TestRows rows = new TestRows(memory, 8, 64, 800);
                SpillFile file = store.newFile("test");
                SpillFile other = store.newFile("test")) {
            List<RunSegment> segments = rows.write(file);
            RunSegment first = segments.getFirst();
            RunSegment second = segments.getLast();
            rows.write(other);
            try (FileChannel channel =
                            FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileChannel foreign = FileChannel.open(other.path(), StandardOpenOption.READ)) {
                byte[] content = bytes(channel, 0, file.size());
                put(channel, first.position(), bytes(channel, second.position(), second.end()));
                assertDamaged(rows, segments, 0);
                put(channel, 0, bytes(foreign, 0, other.size()));
                assertDamaged(rows, segments, 0);
                put(channel, 0, new byte[content.length]);
                assertDamaged(rows, segments, 0);
                put(channel, 0, content);
                rows.check(segments);
            }
        }
    }
}
