package dev.carbide.parquet.decode;

import dev.carbide.parquet.file.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** BOOLEAN values, PLAIN (one bit each) or RLE, to one byte each. */
final class BooleanDecoder extends ValueDecoder {
    private final boolean rle;
    private final HybridDecoder runs = new HybridDecoder();
    private final int[] values = new int[MAX_READ];
    private MemorySegment data = MemorySegment.NULL;
    private long bit;
    private long endBit;

    BooleanDecoder(boolean rle) {
        this.rle = rle;
    }

    @Override
    public void start(MemorySegment data, long from, long to, int values) {
        if (rle) {
            PageBytes bytes = new PageBytes();
            bytes.start(data, from, to);
            long length = bytes.littleEndian(4);
            if (length > bytes.remaining()) {
                throw new MalformedDataException(
                        "RLE values take " + length + " bytes, the page has " + bytes.remaining());
            }
            runs.start(data, bytes.position(), bytes.position() + length, 1);
        } else {
            this.data = data;
            this.bit = from << 3;
            this.endBit = to << 3;
        }
    }

    @Override
    public void read(int count, MemorySegment target, long at) {
        if (rle) {
            runs.read(count, values, 0);
            for (int index = 0; index < count; index++) {
                target.set(ValueLayout.JAVA_BYTE, at + index, (byte) values[index]);
            }
            return;
        }
        long from = take(count);
        for (int index = 0; index < count; index++) {
            int eight = data.get(ValueLayout.JAVA_BYTE, (from + index) >>> 3);
            target.set(ValueLayout.JAVA_BYTE, at + index, (byte) (eight >>> ((from + index) & 7) & 1));
        }
    }

    @Override
    public void skip(int count) {
        if (rle) {
            runs.skip(count);
        } else {
            take(count);
        }
    }

    private long take(int count) {
        long from = bit;
        if (count > endBit - from) {
            throw new MalformedDataException(
                    "the page holds " + (endBit - from) + " more BOOLEAN values, expected at least " + count);
        }
        bit = from + count;
        return from;
    }
}
