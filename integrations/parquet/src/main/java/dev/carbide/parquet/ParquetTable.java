package dev.carbide.parquet;

import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import dev.carbide.parquet.file.FileLocation;
import dev.carbide.parquet.file.LeafColumn;
import dev.carbide.parquet.file.ParquetFile;
import dev.carbide.parquet.scan.ParquetSource;
import dev.carbide.parquet.scan.ReaderEstimate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Parquet files of one schema as a table. The footers are read and checked when it is opened; the files are expected to stay
 * as they are.
 *
 * <p>Types: as {@link dev.carbide.offheap.type.DataType} has them; unsigned integers become the next wider signed type
 * (UINT64 a DECIMAL(20,0)), INT96 and nanosecond timestamps microseconds (rounded down), ENUM and JSON text, UUID and BSON
 * bytes, FLOAT16 a FLOAT32. A column is NOT NULL if the file says so, in its schema or in the null counts of all its row
 * groups; a NULL that turns up in spite of that is an error. Text that is not UTF-8 is an error, too. Nested columns are
 * refused.
 *
 * <p>Thread-safe.
 */
public final class ParquetTable implements Table, AutoCloseable {
    /** What the picture of a column chunk takes on the heap, about. */
    private static final long HEAP_PER_CHUNK = 256;

    private final String name;
    private final List<ParquetFile> files;
    private final Schema schema;
    private final TableStatistics statistics;
    private final List<FileSplit> splits;
    private final MemoryPool pool;
    private long charged;

    private ParquetTable(String name, List<ParquetFile> files, MemoryPool pool) {
        this.name = name;
        this.files = files;
        this.schema = commonSchema(files);
        this.statistics = new StatisticsSummary(files).summarize(schema);
        this.splits = FileSplit.of(files);
        this.pool = pool;
        this.charged = heapBytes(files);
        pool.reserve(charged);
    }

    /**
     * Opens files, at least one, as one table.
     *
     * @param pool charged with what the table itself holds, until it is closed
     * @throws dev.carbide.offheap.error.CarbideException naming the file, and the column where there is one, if a file is not
     *     a Parquet file that can be read or its schema differs from that of the first
     */
    public static ParquetTable open(String name, List<Path> files, MemoryPool pool) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A Parquet table needs at least one file");
        }
        List<ParquetFile> opened = new ArrayList<>();
        for (Path file : files) {
            opened.add(ParquetFile.open(file));
        }
        return new ParquetTable(name, List.copyOf(opened), pool);
    }

    private static long heapBytes(List<ParquetFile> files) {
        long chunks = 0;
        for (ParquetFile file : files) {
            chunks += (long) file.rowGroups().size() * file.columns().size();
        }
        return chunks * HEAP_PER_CHUNK;
    }

    private static Schema commonSchema(List<ParquetFile> files) {
        ParquetFile first = files.getFirst();
        for (ParquetFile file : files.subList(1, files.size())) {
            requireSameColumns(first, file);
        }
        List<Field> fields = new ArrayList<>();
        for (LeafColumn column : first.columns()) {
            boolean nullable = files.stream().anyMatch(file -> mayHaveNulls(file, column.ordinal()));
            fields.add(new Field(column.name(), column.form().type(), nullable));
        }
        return new Schema(fields);
    }

    private static void requireSameColumns(ParquetFile first, ParquetFile other) {
        FileLocation location = FileLocation.of(other.path());
        for (int ordinal = 0;
                ordinal < Math.max(first.columns().size(), other.columns().size());
                ordinal++) {
            String expected = describe(first, ordinal);
            String got = describe(other, ordinal);
            if (!expected.equals(got)) {
                throw location.error("all files of a table must have the same columns; column " + (ordinal + 1) + " is "
                        + got + ", in " + first.path() + " it is " + expected);
            }
        }
    }

    private static String describe(ParquetFile file, int ordinal) {
        if (ordinal >= file.columns().size()) {
            return "missing";
        }
        LeafColumn column = file.columns().get(ordinal);
        DataType type = column.form().type();
        return column.name() + " " + type;
    }

    private static boolean mayHaveNulls(ParquetFile file, int ordinal) {
        return file.columns().get(ordinal).optional()
                && file.rowGroups().stream()
                        .anyMatch(group ->
                                group.chunks().get(ordinal).statistics().nullCount() != 0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public TableStatistics statistics() {
        return statistics;
    }

    @Override
    public Encoding likelyEncoding(int column) {
        boolean dictionaries = schema.type(column).isVariableLength()
                && files.stream()
                        .flatMap(file -> file.rowGroups().stream())
                        .allMatch(group -> group.chunks().get(column).dictionaryOnly());
        return dictionaries ? Encoding.DICTIONARY : Encoding.FLAT;
    }

    @Override
    public long readerBytes(List<Integer> columns) {
        return new ReaderEstimate(columns.stream().distinct().toList()).bytes(files);
    }

    @Override
    public ParquetSource open(ScanRequest request) {
        return new ParquetSource(files, schema, request);
    }

    @Override
    public int splits() {
        return Math.max(1, splits.size());
    }

    @Override
    public ParquetSource openSplit(int split, ScanRequest request) {
        return new ParquetSource(
                splits.isEmpty() ? files : List.of(splits.get(split).file()), schema, request);
    }

    @Override
    public long splitRows(int split) {
        return splits.isEmpty() ? 0 : splits.get(split).file().rows();
    }

    @Override
    public boolean splitMayMatch(int split, ScanRequest request) {
        return splits.isEmpty() || ParquetSource.mayMatch(splits.get(split).file(), request);
    }

    @Override
    public boolean isCurrent() {
        return files.stream().allMatch(ParquetFile::isCurrent);
    }

    /** Gives back what the table holds; sources that are open go on. */
    @Override
    public synchronized void close() {
        pool.release(charged);
        charged = 0;
    }

    @Override
    public String toString() {
        return "Parquet table " + name + " " + schema;
    }
}
