package dev.carbide.bench.spill;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What came of a query in a process of its own. Sizes in bytes, {@link ProcessFigures#UNKNOWN} where nobody knows.
 *
 * @param failure the message of the error that ended it; null if it has a result
 * @param nanos from the text of the query to the last value of its result, or to the failure
 * @param rows of the result, as {@code checksum} and {@code ordered}
 * @param ordered whether the result was in the order that the query asks for
 * @param onDisk the most that spill files took at any time
 * @param written to files while the query ran
 * @param peakResident memory of the process
 */
record Outcome(
        @Nullable String failure,
        long nanos,
        long rows,
        long checksum,
        boolean ordered,
        long onDisk,
        long written,
        long peakResident) {

    static Outcome failed(String message) {
        return new Outcome(
                message, 0, 0, 0, true, ProcessFigures.UNKNOWN, ProcessFigures.UNKNOWN, ProcessFigures.UNKNOWN);
    }

    boolean hasSameResult(Outcome other) {
        return failure == null && other.failure == null && rows == other.rows && checksum == other.checksum;
    }

    /** As text that {@link #parse} reads. */
    String text() {
        Properties values = new Properties();
        if (failure != null) {
            values.setProperty("failure", failure);
        }
        values.setProperty("nanos", Long.toString(nanos));
        values.setProperty("rows", Long.toString(rows));
        values.setProperty("checksum", Long.toString(checksum));
        values.setProperty("ordered", Boolean.toString(ordered));
        values.setProperty("onDisk", Long.toString(onDisk));
        values.setProperty("written", Long.toString(written));
        values.setProperty("peakResident", Long.toString(peakResident));
        StringWriter text = new StringWriter();
        try {
            values.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @return null if the text is not all of an outcome, as that of a process that died */
    static @Nullable Outcome parse(String text) {
        Properties values = new Properties();
        try {
            values.load(new StringReader(text));
            return new Outcome(
                    values.getProperty("failure"),
                    Long.parseLong(values.getProperty("nanos")),
                    Long.parseLong(values.getProperty("rows")),
                    Long.parseLong(values.getProperty("checksum")),
                    Boolean.parseBoolean(values.getProperty("ordered")),
                    Long.parseLong(values.getProperty("onDisk")),
                    Long.parseLong(values.getProperty("written")),
                    Long.parseLong(values.getProperty("peakResident")));
        } catch (IOException | IllegalArgumentException incomplete) {
            return null;
        }
    }
}
