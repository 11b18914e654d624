package dev.carbide.bridges.record;

import dev.carbide.operators.scan.BatchReader;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One query's scan of a {@link RecordTable}. Cuts morsels off the inputs, one after the other. */
final class RecordSource implements Source {
    static final int MORSEL_RECORDS = 16 << 10;

    private final RecordWalk walk;
    private final RecordLayout layout;
    private final List<InputMemory> inputs;
    private final ScanRequest request;
    private final long totalBytes;

    // guarded by this
    private int input;
    private long offset;
    private long record;
    private long dealtBytes;
    private boolean closed;

    /** Records from {@code address} to {@code end}, of which the first is number {@code record}. */
    record Morsel(long address, long end, long record) {}

    RecordSource(String table, RecordLayout layout, List<InputMemory> inputs, ScanRequest request) {
        this.walk = new RecordWalk(table, layout);
        this.layout = layout;
        this.inputs = inputs;
        this.request = request;
        this.totalBytes = inputs.stream().mapToLong(InputMemory::bytes).sum();
    }

    RecordWalk walk() {
        return walk;
    }

    RecordLayout layout() {
        return layout;
    }

    ScanRequest request() {
        return request;
    }

    synchronized @Nullable Morsel takeMorsel() {
        while (input < inputs.size() && offset == inputs.get(input).bytes()) {
            input++;
            offset = 0;
        }
        if (input == inputs.size()) {
            return null;
        }
        InputMemory memory = inputs.get(input);
        long start = memory.address() + offset;
        long end = memory.address() + memory.bytes();
        long count = layout.isSized() ? MORSEL_RECORDS : Math.min(MORSEL_RECORDS, (end - start) / layout.recordBytes());
        long at = start;
        long number = record;
        if (layout.isSized()) {
            for (; at < end && number < record + count; number++) {
                at += walk.sizeAt(at, end, number);
            }
        } else {
            at += count * layout.recordBytes();
            number += count;
        }
        Morsel morsel = new Morsel(start, at, record);
        offset += at - start;
        record = number;
        dealtBytes += at - start;
        return morsel;
    }

    @Override
    public BatchReader newReader() {
        return new RecordReader(this);
    }

    @Override
    public int maxReaders() {
        return (int) Math.clamp(totalBytes / layout.recordBytes() / MORSEL_RECORDS + 1, 1, Integer.MAX_VALUE);
    }

    @Override
    public synchronized double progress() {
        return totalBytes == 0 ? 1 : (double) dealtBytes / totalBytes;
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
}
