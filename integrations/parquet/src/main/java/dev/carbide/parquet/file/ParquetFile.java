package dev.carbide.parquet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An immutable picture of a file's footer, and of the file's state when it was read. */
public final class ParquetFile {
    private final Path path;
    private final long size;
    private final long modifiedMillis;
    private final List<LeafColumn> columns;
    private final List<RowGroup> rowGroups;
    private final long rows;

    ParquetFile(Path path, long size, long modifiedMillis, List<LeafColumn> columns, List<RowGroup> rowGroups) {
        this.path = path;
        this.size = size;
        this.modifiedMillis = modifiedMillis;
        this.columns = List.copyOf(columns);
        this.rowGroups = List.copyOf(rowGroups);
        this.rows = rowGroups.stream().mapToLong(RowGroup::rows).sum();
    }

    /**
     * Reads and checks the footer.
     *
     * @throws dev.carbide.offheap.error.CarbideException if this is no Parquet file that Carbide can read
     */
    public static ParquetFile open(Path path) {
        return FooterReader.read(path);
    }

    /** Opens the file for reading its pages, and makes sure that it is still the one whose footer this is. */
    public FileInput openInput() {
        FileInput input = FileInput.open(path);
        try {
            if (input.size() != size || input.modifiedMillis() != modifiedMillis) {
                throw FileLocation.of(path).error("the file has changed since the table was opened");
            }
            return input;
        } catch (IOException e) {
            input.close();
            throw FileLocation.of(path).error(FileInput.reason(e));
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /** Whether the file is still the one whose footer this is, as far as its size and time tell. */
    public boolean isCurrent() {
        try {
            return Files.size(path) == size && Files.getLastModifiedTime(path).toMillis() == modifiedMillis;
        } catch (IOException e) {
            return false;
        }
    }

    /** The same file with some of its row groups only. */
    public ParquetFile part(int from, int to) {
        return new ParquetFile(path, size, modifiedMillis, columns, rowGroups.subList(from, to));
    }

    public Path path() {
        return path;
    }

    public List<LeafColumn> columns() {
        return columns;
    }

    public List<RowGroup> rowGroups() {
        return rowGroups;
    }

    public long rows() {
        return rows;
    }
}
