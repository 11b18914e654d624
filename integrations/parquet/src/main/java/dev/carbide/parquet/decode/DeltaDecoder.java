package dev.carbide.parquet.decode;

import static dev.carbide.parquet.decode.PageBytes.INT;
import static dev.carbide.parquet.decode.PageBytes.LONG;

import java.lang.foreign.MemorySegment;

/** DELTA_BINARY_PACKED values of INT32 or INT64. Differences wrap, as the specification says. */
final class DeltaDecoder extends ValueDecoder {
    private final DeltaReader reader = new DeltaReader();
    private final long[] values = new long[MAX_READ];
    private final int width;

    DeltaDecoder(int width) {
        this.width = width;
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        reader.start(data, from, to, values);
    }

    @Override
    public void read(int count, MemorySegment target, long at) {
        reader.read(count, values, 0);
        if (width == 8) {
            MemorySegment.copy(values, 0, target, LONG, at << 3, count);
            return;
        }
        for (int index = 0; index < count; index++) {
            target.set(INT, (at + index) << 2, (int) values[index]);
        }
    }

    @Override
    public void skip(int count) {
        for (int left = count; left > 0; left -= MAX_READ) {
            reader.read(Math.min(left, MAX_READ), values, 0);
        }
    }
}
