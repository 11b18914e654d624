package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.parquet.ParquetWriterOptions.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Footers that lie, each in one respect, are caught before anything is done on their word. */
@Timeout(60)
final class HostileFooterTest {
    private static final Schema SCHEMA =
            Schema.of(Field.optional("number", DataType.INT64), Field.optional("text", DataType.STRING));

    private final Memory memory = Memory.ofMegabytes(32);

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void writeFile() {
        file = directory.resolve("good.parquet");
        List<List<@Nullable Object>> rows = IntStream.range(0, 300)
                .mapToObj(row ->
                        Arrays.<@Nullable Object>asList(row % 10 == 0 ? null : (Object) (long) row, "text " + row % 4))
                .toList();
        Batches.write(
                file, SCHEMA, rows, new ParquetWriterOptions(Codec.SNAPPY, 200, 1 << 20, 64, 8 << 10, 30), memory);
    }

    @AfterEach
    void nothingIsLeft() {
        memory.close();
    }

    @Test
    void nullsAgainstThePromiseOfStatistics() throws IOException {
        String message = errorOf(
                footer -> chunks(footer).forEach(chunk -> chunk.getStatistics().setNull_count(0)));
        assertTrue(
                message.endsWith(
                        "row group 0, column number, page 3: its statistics promise that there are no NULLs, but there"
                                + " are 20 among the rows before row 200"),
                message);
    }

    @Test
    void sizesAndOffsetsOutsideOfTheFile() throws IOException {
        for (long value : new long[] {-1, 0, 3, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40}) {
            assertSaysBytes(
                    errorOf(footer -> first(footer).setData_page_offset(value).unsetDictionary_page_offset()));
        }
        for (long value : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40}) {
            assertSaysBytes(errorOf(footer -> first(footer).setTotal_compressed_size(value)));
        }
    }

    private static void assertSaysBytes(String message) {
        assertTrue(message.contains("row group 0, column number: its pages are said to be"), message);
    }

    @Test
    void chunksThatEndEarlyOrBeginInTheMiddle() throws IOException {
        errorOf(footer -> first(footer).setTotal_compressed_size(first(footer).getTotal_compressed_size() / 2));
        errorOf(footer -> {
            first(footer).setTotal_compressed_size(first(footer).getTotal_compressed_size() - 7);
            first(footer).setData_page_offset(first(footer).getData_page_offset() + 7);
        });
    }

    @Test
    void rowCountsThatDoNotAgree() throws IOException {
        for (long rows : new long[] {-1, 0, 199, 201, Long.MAX_VALUE, 1L << 60}) {
            errorOf(footer -> footer.getRow_groups().getFirst().setNum_rows(rows));
        }
        String message = errorOf(footer -> {
            RowGroup group = footer.getRow_groups().getFirst();
            group.setNum_rows(1L << 40);
            group.getColumns().forEach(chunk -> {
                chunk.getMeta_data().setNum_values(1L << 40);
                chunk.unsetOffset_index_offset();
            });
            footer.setNum_rows((1L << 40) + 100);
        });
        assertTrue(message.contains("its pages have 200 rows, the row group has more"), message);
        errorOf(footer -> footer.setNum_rows(299));
    }

    @Test
    void typesAndColumnsThatDoNotAgree() throws IOException {
        errorOf(footer -> first(footer).setType(Type.INT32));
        errorOf(footer -> first(footer).setCodec(CompressionCodec.ZSTD));
        errorOf(footer -> first(footer).setCodec(CompressionCodec.UNCOMPRESSED));
        assertTrue(errorOf(footer -> first(footer).setCodec(CompressionCodec.BROTLI))
                .contains("BROTLI is not supported"));
        errorOf(footer -> footer.getRow_groups().getFirst().getColumns().removeFirst());
        errorOf(footer -> footer.getSchema().removeLast());
        errorOf(footer -> footer.getSchema().getFirst().setNum_children(Integer.MAX_VALUE));
        errorOf(footer -> footer.getSchema().clear());
        errorOf(footer -> chunks(footer).forEach(chunk -> chunk.setEncodings(List.of())));
        assertTrue(errorOf(footer -> footer.getRow_groups()
                        .getFirst()
                        .getColumns()
                        .getFirst()
                        .setFile_path("other"))
                .contains("its data lies in another file (other)"));
    }

    @Test
    void unknownAndImpossibleTypes() throws IOException {
        errorOf(footer -> number(footer).setType(Type.FIXED_LEN_BYTE_ARRAY));
        errorOf(footer -> number(footer).setType_length(-4).setType(Type.FIXED_LEN_BYTE_ARRAY));
        errorOf(footer -> number(footer).setConverted_type(org.apache.parquet.format.ConvertedType.UTF8));
        errorOf(footer -> number(footer)
                .setConverted_type(org.apache.parquet.format.ConvertedType.DECIMAL)
                .setPrecision(39)
                .setScale(0));
        errorOf(footer -> number(footer)
                .setConverted_type(org.apache.parquet.format.ConvertedType.DECIMAL)
                .setPrecision(3)
                .setScale(4));
        // values of three digits do not fit
        assertTrue(errorOf(footer -> number(footer)
                        .setConverted_type(org.apache.parquet.format.ConvertedType.DECIMAL)
                        .setPrecision(2)
                        .setScale(0))
                .contains("do not fit DECIMAL(2,0)"));
    }

    @Test
    void aPageIndexThatLiesIsNotBelieved() throws IOException {
        String expected = read(file);
        for (long offset : new long[] {0, -1, 4, 100, Long.MAX_VALUE}) {
            Path changed = FooterSurgery.change(
                    file,
                    directory.resolve("changed.parquet"),
                    footer -> footer.getRow_groups()
                            .forEach(group -> group.getColumns().forEach(chunk -> {
                                chunk.setOffset_index_offset(offset);
                                chunk.setColumn_index_offset(offset);
                            })));
            assertEquals(expected, read(changed));
        }
    }

    private static SchemaElement number(FileMetaData footer) {
        return footer.getSchema().get(1);
    }

    private static ColumnMetaData first(FileMetaData footer) {
        return footer.getRow_groups().getFirst().getColumns().getFirst().getMeta_data();
    }

    private static List<ColumnMetaData> chunks(FileMetaData footer) {
        return footer.getRow_groups().stream()
                .flatMap(group -> group.getColumns().stream())
                .map(ColumnChunk::getMeta_data)
                .toList();
    }

    private String errorOf(Consumer<FileMetaData> change) throws IOException {
        Path changed = FooterSurgery.change(file, directory.resolve("changed.parquet"), change);
        CarbideException error = assertThrows(CarbideException.class, () -> read(changed));
        assertNull(error.getCause());
        assertEquals(0, memory.pool().reserved());
        assertTrue(error.getMessage().startsWith("Cannot read " + changed), error.getMessage());
        return error.getMessage();
    }

    private String read(Path path) {
        try (ParquetTable table = ParquetTable.open("t", List.of(path), memory.pool())) {
            return Rows.all(table, memory).toString();
        }
    }
}
