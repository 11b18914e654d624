package dev.carbide.bridges.record;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/**
 * Records in native memory as a table, scanned by any number of queries at once. Readers decode the columns that a query
 * asks for into batches, which are charged to the query; the records themselves are read in place. Nothing in a record is
 * trusted: a value that its type cannot have, text that is no UTF-8, or a reference out of its record ends the query with a
 * {@link CarbideException} that says which record and field. Records are counted from 0.
 *
 * <p>{@link #close()} refuses new scans; the memory is let go when the last scan is done.
 */
public final class RecordTable implements Table, AutoCloseable {
    private final String name;
    private final RecordLayout layout;
    private final List<InputMemory> inputs;
    private boolean closed;

    private RecordTable(String name, RecordLayout layout, List<InputMemory> inputs) {
        this.name = name;
        this.layout = layout;
        this.inputs = List.copyOf(inputs);
    }

    /**
     * Takes over the callers' holds of the inputs, whose records follow one another.
     *
     * @throws CarbideException if an input does not consist of whole records; the holds stay with the caller
     */
    public static RecordTable of(String name, RecordLayout layout, List<InputMemory> inputs) {
        inputs.forEach(layout::countIn);
        return new RecordTable(name, layout, inputs);
    }

    public static RecordTable of(String name, RecordLayout layout, InputMemory input) {
        return of(name, layout, List.of(input));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return layout.schema();
    }

    @Override
    public TableStatistics statistics() {
        if (layout.isSized()) {
            return TableStatistics.unknown(schema().size());
        }
        long records = inputs.stream().mapToLong(layout::countIn).sum();
        return new TableStatistics(
                OptionalLong.of(records),
                Collections.nCopies(schema().size(), TableStatistics.ColumnStatistics.UNKNOWN));
    }

    @Override
    public synchronized Source open(ScanRequest request) {
        if (closed) {
            throw new CarbideException("Table " + name + " is closed");
        }
        RecordSource source = new RecordSource(name, layout, inputs, request);
        inputs.forEach(InputMemory::retain);
        return source;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        inputs.forEach(InputMemory::release);
    }

    @Override
    public String toString() {
        return "Table " + name + " of records " + schema();
    }
}
