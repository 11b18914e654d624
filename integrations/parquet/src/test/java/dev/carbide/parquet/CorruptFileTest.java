package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.file.RowGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged file gives the right rows or one clear error; never another exception, a hang, or bytes left in the pool. */
@Timeout(60)
final class CorruptFileTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("key", DataType.INT64),
            Field.optional("price", DataType.decimal(15, 2)),
            Field.optional("kind", DataType.STRING),
            Field.optional("comment", DataType.STRING));

    private final Memory memory = Memory.ofMegabytes(32);

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        memory.close();
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void aFlippedByteInOwnPagesIsNoticed(Codec codec) throws IOException {
        Path file = ownFile(codec);
        byte[] original = Files.readAllBytes(file);
        String expected = read(file);
        int pagesEnd = pagesEnd(file);
        int step = codec == Codec.SNAPPY ? 3 : 11;
        for (int position = 4 + codec.ordinal(); position < pagesEnd; position += step) {
            String outcome = readDamaged(original, position, (byte) (1 << position % 8));
            // checksums hold page bodies; what is left of headers changes nothing or fails
            assertTrue(outcome == null || outcome.equals(expected), "byte " + position);
        }
    }

    @Test
    void aFlippedByteInTheFooterOrIndexIsNoticedOrHarmless() throws IOException {
        Path file = ownFile(Codec.ZSTD);
        byte[] original = Files.readAllBytes(file);
        String expected = rowsOf(read(file));
        int footer = footerStart(original);
        for (int position = pagesEnd(file); position < original.length; position += 2) {
            String outcome = readDamaged(original, position, (byte) (position % 3 == 0 ? 0xFF : 1 << position % 8));
            // names and annotations of columns are what they say; all else is checked against the pages
            boolean schema = position >= footer && position < footer + 120;
            assertTrue(outcome == null || schema || rowsOf(outcome).equals(expected), "byte " + position);
        }
    }

    @Test
    void everyValueOfEveryHeaderByteIsNoticedOrHarmless() throws IOException {
        Path file = directory.resolve("tiny.parquet");
        Schema schema = Schema.of(Field.optional("n", DataType.INT64));
        List<List<@Nullable Object>> rows = IntStream.range(0, 70)
                .mapToObj(row -> List.<@Nullable Object>of((long) row * row))
                .toList();
        Batches.write(
                file, schema, rows, new ParquetWriterOptions(Codec.UNCOMPRESSED, 100, 1 << 20, 128, 4096, 0), memory);
        byte[] original = Files.readAllBytes(file);
        String expected = read(file);
        for (int position = 4; position < 40; position++) {
            for (int flip = 1; flip < 256; flip += 5) {
                String outcome = readDamaged(original, position, (byte) flip);
                assertTrue(outcome == null || outcome.equals(expected), "byte " + position + " flip " + flip);
            }
        }
    }

    /** Without checksums a flipped bit may become a wrong value, but never anything worse. */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aFlippedByteInForeignFilesIsContained(String version) throws Exception {
        Path file = directory.resolve("duckdb.parquet");
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.run("COPY (SELECT i AS key, i * 3 % 7 AS seven, 'text ' || i AS text, i / 7.0 AS ratio, i % 2 = 0 AS"
                    + " even, CASE WHEN i % 5 = 0 THEN NULL ELSE 'kind ' || i % 3 END AS kind FROM range(150)"
                    + " r(i)) TO '"
                    + file
                    + "' (FORMAT parquet, CODEC uncompressed, PARQUET_VERSION " + version + ")");
        }
        byte[] original = Files.readAllBytes(file);
        int errors = 0;
        for (int position = 0; position < original.length; position += 7) {
            errors += readDamaged(original, position, (byte) (position % 3 == 0 ? 0xFF : 1 << position % 8)) == null
                    ? 1
                    : 0;
        }
        assertTrue(errors > 30, "only " + errors + " errors");
    }

    @Test
    void aTruncatedFileIsNoticed() throws IOException {
        byte[] original = Files.readAllBytes(ownFile(Codec.SNAPPY));
        Path cut = directory.resolve("cut.parquet");
        for (int length = 0; length < original.length; length += length < 16 ? 1 : 97) {
            Files.write(cut, Arrays.copyOf(original, length));
            String message = messageOf(cut);
            assertTrue(message.startsWith("Cannot read " + cut + ": it is not a Parquet file"), message);
        }
    }

    @Test
    void whatIsNoParquetFileIsNamed() throws IOException {
        Path text = Files.writeString(directory.resolve("text.parquet"), "this is some text and no Parquet file");
        assertEquals(
                "Cannot read " + text
                        + ": it is not a Parquet file, or not a complete one: it must begin and end with PAR1",
                messageOf(text));
        Path missing = directory.resolve("missing.parquet");
        assertEquals("Cannot read " + missing + ": there is no such file", messageOf(missing));
        Path empty = Files.createFile(directory.resolve("empty.parquet"));
        assertEquals(
                "Cannot read " + empty + ": it is not a Parquet file: it has 0 bytes, the shortest possible has 12",
                messageOf(empty));
        assertTrue(messageOf(directory).startsWith("Cannot read " + directory + ": "), messageOf(directory));
    }

    @Test
    void anAbsurdFooterLengthIsNoticed() throws IOException {
        byte[] bytes = Files.readAllBytes(ownFile(Codec.SNAPPY));
        for (int length : new int[] {0, -1, Integer.MAX_VALUE, bytes.length, bytes.length - 11}) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 8, length);
            Path file = Files.write(directory.resolve("absurd.parquet"), bytes);
            String message = messageOf(file);
            assertTrue(message.contains("the length of the footer must be 1 to " + (bytes.length - 12)), message);
        }
    }

    @Test
    void aFileThatChangesAfterItWasOpenedIsNoticed() throws IOException {
        Path file = ownFile(Codec.SNAPPY);
        try (ParquetTable table = ParquetTable.open("t", List.of(file), memory.pool())) {
            Files.write(file, new byte[10], java.nio.file.StandardOpenOption.APPEND);
            CarbideException error = assertThrows(CarbideException.class, () -> Rows.all(table, memory));
            assertEquals(
                    "Cannot read " + file + ": the file has changed since the table was opened", error.getMessage());
        }
    }

    private Path ownFile(Codec codec) {
        Path file = directory.resolve("own.parquet");
        Random random = new Random(7);
        List<List<@Nullable Object>> rows = IntStream.range(0, 130)
                .mapToObj(row -> Arrays.<@Nullable Object>asList(
                        (long) row,
                        row % 9 == 0 ? null : Values.value(DataType.decimal(15, 2), random),
                        row % 4 == 0 ? null : "kind of " + row % 3,
                        "a comment, number " + random.nextInt(1000)))
                .toList();
        Batches.write(file, SCHEMA, rows, new ParquetWriterOptions(codec, 100, 1 << 20, 64, 8 << 10, 30), memory);
        return file;
    }

    /** Where the page index begins. */
    private static int pagesEnd(Path file) {
        RowGroup last = ParquetFile.open(file).rowGroups().getLast();
        return (int) last.chunks().getLast().end();
    }

    private static int footerStart(byte[] file) {
        return file.length
                - 8
                - ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    }

    private static String rowsOf(String outcome) {
        return outcome.substring(outcome.indexOf('['));
    }

    /** Schema and rows of the damaged file, or null if there was an error, which must be one for users. */
    private @Nullable String readDamaged(byte[] original, int position, byte flip) throws IOException {
        byte[] bytes = original.clone();
        bytes[position] ^= flip;
        Path damaged = Files.write(directory.resolve("damaged.parquet"), bytes);
        try {
            return read(damaged);
        } catch (CarbideException e) {
            assertNull(e.getCause());
            assertNotNull(e.getMessage());
            assertTrue(e.getMessage().startsWith("Cannot read " + damaged), e.getMessage());
            assertTrue(e.getMessage().length() < 600, e.getMessage());
            return null;
        } finally {
            assertEquals(0, memory.pool().reserved(), "byte " + position);
        }
    }

    private String messageOf(Path file) {
        return assertThrows(CarbideException.class, () -> read(file)).getMessage();
    }

    private String read(Path file) {
        try (ParquetTable table = ParquetTable.open("t", List.of(file), memory.pool())) {
            int[] columns = IntStream.range(0, table.schema().size()).toArray();
            return table.schema() + " " + Rows.read(table, Rows.request(memory, columns, List.of(), 64));
        }
    }
}
