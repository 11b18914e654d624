package dev.carbide.bridges.chronicle;

import dev.carbide.bridges.MemoryRange;
import dev.carbide.offheap.column.BatchMemory;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.VanillaBytes;
import net.openhft.chronicle.bytes.internal.NativeBytesStore;
import net.openhft.chronicle.bytes.util.DecoratedBufferOverflowException;
import net.openhft.chronicle.bytes.util.DecoratedBufferUnderflowException;
import net.openhft.chronicle.core.io.ClosedIllegalStateException;

/**
 * A store over memory of Carbide. Chronicle's native stores check nothing when they are accessed by offset; this one checks
 * each access against its bounds, its end, and whether it may be written. Errors are those that Chronicle's own
 * {@code Bytes} throw.
 */
final class BoundedBytesStore extends PointerBytesStore {
    private final BatchMemory owner;
    private final boolean writable;

    BoundedBytesStore(MemoryRange range, BatchMemory owner, boolean writable) {
        owner.retain();
        this.owner = owner;
        this.writable = writable;
        set(range.address(), range.bytes());
    }

    /** In the thread that releases, so that who waits for the memory knows when it is back. */
    @Override
    protected boolean canReleaseInBackground() {
        return false;
    }

    @Override
    protected void performRelease() {
        super.performRelease();
        owner.release();
    }

    private boolean isOutside(long offset, long bytes) {
        return offset < 0 || bytes < 0 || offset > limit - bytes;
    }

    private void requireLive() {
        if (memory == null) {
            throw new ClosedIllegalStateException("The view of Carbide's memory is closed");
        }
    }

    private void checkRead(long offset, long bytes) {
        requireLive();
        if (isOutside(offset, bytes)) {
            throw new DecoratedBufferUnderflowException(message("Read", offset, bytes));
        }
    }

    private void checkWrite(long offset, long bytes) {
        requireLive();
        requireWritable();
        if (isOutside(offset, bytes)) {
            throw new DecoratedBufferOverflowException(message("Write", offset, bytes));
        }
    }

    private void requireWritable() {
        if (!writable) {
            throw new UnsupportedOperationException("The view of Carbide's memory is read-only");
        }
    }

    private String message(String access, long offset, long bytes) {
        return access + " of " + bytes + " bytes at offset " + offset + " of a view of " + limit + " bytes";
    }

    /** What the accesses that are not overridden below go through. */
    @Override
    public long translate(long offset) {
        checkRead(offset, 0);
        return offset;
    }

    @Override
    public VanillaBytes<Void> bytesForWrite() {
        requireLive();
        requireWritable();
        return VanillaBytes.wrap(this);
    }

    /** Full, so that there is no room to write behind what is there. */
    @Override
    public Bytes<Void> bytesForRead() {
        requireLive();
        VanillaBytes<Void> bytes = VanillaBytes.wrap(this);
        bytes.readPositionRemaining(0, limit);
        bytes.writeLimit(limit);
        return bytes;
    }

    @Override
    public byte readByte(long offset) {
        checkRead(offset, Byte.BYTES);
        return super.readByte(offset);
    }

    @Override
    public byte readVolatileByte(long offset) {
        checkRead(offset, Byte.BYTES);
        return super.readVolatileByte(offset);
    }

    @Override
    public short readShort(long offset) {
        checkRead(offset, Short.BYTES);
        return super.readShort(offset);
    }

    @Override
    public short readVolatileShort(long offset) {
        checkRead(offset, Short.BYTES);
        return super.readVolatileShort(offset);
    }

    @Override
    public int readUnsignedByte(long offset) {
        checkRead(offset, Byte.BYTES);
        return super.readUnsignedByte(offset);
    }

    @Override
    public int readInt(long offset) {
        checkRead(offset, Integer.BYTES);
        return super.readInt(offset);
    }

    @Override
    public int readVolatileInt(long offset) {
        checkRead(offset, Integer.BYTES);
        return super.readVolatileInt(offset);
    }

    @Override
    public float readFloat(long offset) {
        checkRead(offset, Integer.BYTES);
        return super.readFloat(offset);
    }

    @Override
    public long readLong(long offset) {
        checkRead(offset, Long.BYTES);
        return super.readLong(offset);
    }

    @Override
    public long readVolatileLong(long offset) {
        checkRead(offset, Long.BYTES);
        return super.readVolatileLong(offset);
    }

    @Override
    public double readDouble(long offset) {
        checkRead(offset, Long.BYTES);
        return super.readDouble(offset);
    }

    @Override
    public NativeBytesStore<Void> writeByte(long offset, byte value) {
        checkWrite(offset, Byte.BYTES);
        return super.writeByte(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeVolatileByte(long offset, byte value) {
        checkWrite(offset, Byte.BYTES);
        return super.writeVolatileByte(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeShort(long offset, short value) {
        checkWrite(offset, Short.BYTES);
        return super.writeShort(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeVolatileShort(long offset, short value) {
        checkWrite(offset, Short.BYTES);
        return super.writeVolatileShort(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeInt(long offset, int value) {
        checkWrite(offset, Integer.BYTES);
        return super.writeInt(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeOrderedInt(long offset, int value) {
        checkWrite(offset, Integer.BYTES);
        return super.writeOrderedInt(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeVolatileInt(long offset, int value) {
        checkWrite(offset, Integer.BYTES);
        return super.writeVolatileInt(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeFloat(long offset, float value) {
        checkWrite(offset, Integer.BYTES);
        return super.writeFloat(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeLong(long offset, long value) {
        checkWrite(offset, Long.BYTES);
        return super.writeLong(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeOrderedLong(long offset, long value) {
        checkWrite(offset, Long.BYTES);
        return super.writeOrderedLong(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeVolatileLong(long offset, long value) {
        checkWrite(offset, Long.BYTES);
        return super.writeVolatileLong(offset, value);
    }

    @Override
    public NativeBytesStore<Void> writeDouble(long offset, double value) {
        checkWrite(offset, Long.BYTES);
        return super.writeDouble(offset, value);
    }

    @Override
    public boolean compareAndSwapInt(long offset, int expected, int value) {
        checkWrite(offset, Integer.BYTES);
        return super.compareAndSwapInt(offset, expected, value);
    }

    @Override
    public void testAndSetInt(long offset, int expected, int value) {
        checkWrite(offset, Integer.BYTES);
        super.testAndSetInt(offset, expected, value);
    }

    @Override
    public boolean compareAndSwapLong(long offset, long expected, long value) {
        checkWrite(offset, Long.BYTES);
        return super.compareAndSwapLong(offset, expected, value);
    }

    @Override
    public NativeBytesStore<Void> write(long to, byte[] from, int offset, int length) {
        checkWrite(to, length);
        return super.write(to, from, offset, length);
    }

    @Override
    public void write(long to, ByteBuffer from, int offset, int length) {
        checkWrite(to, length);
        super.write(to, from, offset, length);
    }

    @Override
    public NativeBytesStore<Void> write(long to, RandomDataInput from, long offset, long length) {
        checkWrite(to, length);
        return super.write(to, from, offset, length);
    }

    @Override
    public void write0(long to, RandomDataInput from, long offset, long length) {
        checkWrite(to, length);
        super.write0(to, from, offset, length);
    }

    @Override
    public void move(long from, long to, long length) {
        checkRead(from, length);
        checkWrite(to, length);
        super.move(from, to, length);
    }

    @Override
    public NativeBytesStore<Void> zeroOut(long start, long end) {
        checkWrite(start, Math.max(0, end - start));
        return super.zeroOut(start, end);
    }

    @Override
    public void nativeRead(long position, long address, long size) {
        checkRead(position, size);
        super.nativeRead(position, address, size);
    }

    @Override
    public void nativeWrite(long address, long position, long size) {
        checkWrite(position, size);
        super.nativeWrite(address, position, size);
    }

    @Override
    public long write8bit(long position, BytesStore<?, ?> text) {
        checkWrite(position, text.readRemaining());
        return super.write8bit(position, text);
    }

    @Override
    public long write8bit(long position, String text, int start, int length) {
        checkWrite(position, length);
        return super.write8bit(position, text, start, length);
    }

    @Override
    public void read8bit(long position, char[] chars, int length) {
        checkRead(position, length);
        super.read8bit(position, chars, length);
    }

    @Override
    public long readIncompleteLong(long offset) {
        checkRead(offset, 0);
        return super.readIncompleteLong(offset);
    }

    /** As many bytes as Chronicle says that the text takes at most. */
    @Override
    public long appendUtf8(long position, char[] chars, int offset, int length) {
        checkWrite(position, 3L * length);
        return super.appendUtf8(position, chars, offset, length);
    }

    /** Refused: Chronicle does not say beforehand how many digits it writes. */
    @Override
    public long appendAndReturnLength(long position, boolean negative, long mantissa, int exponent, boolean append0) {
        throw new UnsupportedOperationException("Numbers as text are appended to Bytes, not into views of memory");
    }

    @Override
    public int byteCheckSum(long start, long end) {
        checkRead(start, end - start);
        return super.byteCheckSum(start, end);
    }

    @Override
    public boolean isEqual(long start, long length, String text) {
        checkRead(start, length);
        return super.isEqual(start, length, text);
    }

    @Override
    public long addressForRead(long offset) {
        checkRead(offset, 0);
        return super.addressForRead(offset);
    }

    @Override
    public long addressForWrite(long offset) {
        checkWrite(offset, 0);
        return super.addressForWrite(offset);
    }

    @Override
    public ByteBuffer toTemporaryDirectByteBuffer() {
        throw new UnsupportedOperationException(
                "A buffer would know neither the end of the view nor that it is read-only");
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
