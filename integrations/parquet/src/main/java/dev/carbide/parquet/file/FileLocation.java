package dev.carbide.parquet.file;

import dev.carbide.offheap.error.CarbideException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where in a file something was found, for messages.
 *
 * @param rowGroup ordinal from 0, or -1
 * @param page ordinal of the data page in its column chunk from 0, {@link #DICTIONARY_PAGE}, or -1
 */
public record FileLocation(
        Path file, int rowGroup, @Nullable String column, int page) {
    public static final int DICTIONARY_PAGE = -2;

    public static FileLocation of(Path file) {
        return new FileLocation(file, -1, null, -1);
    }

    public FileLocation inRowGroup(int ordinal) {
        return new FileLocation(file, ordinal, column, page);
    }

    public FileLocation inColumn(String name) {
        return new FileLocation(file, rowGroup, name, page);
    }

    public FileLocation inPage(int ordinal) {
        return new FileLocation(file, rowGroup, column, ordinal);
    }

    public CarbideException error(String message) {
        return new CarbideException("Cannot read " + this + ": " + message);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file.toString());
        if (rowGroup >= 0) {
            text.append(", row group ").append(rowGroup);
        }
        if (column != null) {
            text.append(", column ").append(column);
        }
        if (page == DICTIONARY_PAGE) {
            text.append(", dictionary page");
        } else if (page >= 0) {
            text.append(", page ").append(page);
        }
        return text.toString();
    }
}
