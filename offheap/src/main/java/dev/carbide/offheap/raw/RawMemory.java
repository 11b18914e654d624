package dev.carbide.offheap.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Access to native memory by absolute address. Plain accesses need no alignment and are as atomic as an array element of
 * the same type; atomic ones need an address aligned to eight bytes.
 *
 * <p>In checked mode ({@code -Dcarbide.memory.checked=true}) every access must lie inside one region of
 * {@link LivePages}, or it fails with a {@link CarbideInternalException}. In unchecked mode nothing is validated: a wrong
 * address reads or destroys foreign memory, or ends the process. Blocks of zero bytes are never validated.
 *
 * <p>Values are little-endian, in memory as on disk; other platforms are refused when this class is first used. The
 * methods may be called by any thread; who may read what another thread writes is the caller's affair.
 */
public final class RawMemory {
    /** Whether raw accesses are validated; a constant of the process. */
    public static final boolean CHECKED = Boolean.getBoolean("carbide.memory.checked");

    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final VarHandle ATOMIC_LONG = ValueLayout.JAVA_LONG.varHandle();

    static {
        requirePlatform(ByteOrder.nativeOrder(), ValueLayout.ADDRESS.byteSize());
    }

    private RawMemory() {}

    static void requirePlatform(ByteOrder order, long addressBytes) {
        if (order != ByteOrder.LITTLE_ENDIAN || addressBytes != Long.BYTES) {
            throw new CarbideInternalException(
                    "Carbide needs a 64-bit little-endian platform, got " + addressBytes * Byte.SIZE + "-bit " + order);
        }
    }

    public static byte getByte(long address) {
        check(address, Byte.BYTES, Access.READ);
        return MEMORY.get(JAVA_BYTE, address);
    }

    public static short getShort(long address) {
        check(address, Short.BYTES, Access.READ);
        return MEMORY.get(SHORT, address);
    }

    public static int getInt(long address) {
        check(address, Integer.BYTES, Access.READ);
        return MEMORY.get(INT, address);
    }

    public static long getLong(long address) {
        check(address, Long.BYTES, Access.READ);
        return MEMORY.get(LONG, address);
    }

    public static float getFloat(long address) {
        check(address, Float.BYTES, Access.READ);
        return MEMORY.get(FLOAT, address);
    }

    public static double getDouble(long address) {
        check(address, Double.BYTES, Access.READ);
        return MEMORY.get(DOUBLE, address);
    }

    public static void putByte(long address, byte value) {
        check(address, Byte.BYTES, Access.WRITE);
        MEMORY.set(JAVA_BYTE, address, value);
    }

    public static void putShort(long address, short value) {
        check(address, Short.BYTES, Access.WRITE);
        MEMORY.set(SHORT, address, value);
    }

    public static void putInt(long address, int value) {
        check(address, Integer.BYTES, Access.WRITE);
        MEMORY.set(INT, address, value);
    }

    public static void putLong(long address, long value) {
        check(address, Long.BYTES, Access.WRITE);
        MEMORY.set(LONG, address, value);
    }

    public static void putFloat(long address, float value) {
        check(address, Float.BYTES, Access.WRITE);
        MEMORY.set(FLOAT, address, value);
    }

    public static void putDouble(long address, double value) {
        check(address, Double.BYTES, Access.WRITE);
        MEMORY.set(DOUBLE, address, value);
    }

    public static long getLongVolatile(long address) {
        check(address, Long.BYTES, Access.READ);
        return (long) ATOMIC_LONG.getVolatile(MEMORY, address);
    }

    public static long getLongAcquire(long address) {
        check(address, Long.BYTES, Access.READ);
        return (long) ATOMIC_LONG.getAcquire(MEMORY, address);
    }

    public static void putLongRelease(long address, long value) {
        check(address, Long.BYTES, Access.WRITE);
        ATOMIC_LONG.setRelease(MEMORY, address, value);
    }

    /** Volatile compare-and-set; true if the old value was {@code expected} and {@code value} now stands there. */
    public static boolean compareAndSetLong(long address, long expected, long value) {
        check(address, Long.BYTES, Access.WRITE);
        return ATOMIC_LONG.compareAndSet(MEMORY, address, expected, value);
    }

    /** Adds atomically with volatile effects and returns the value before. */
    public static long getAndAddLong(long address, long delta) {
        check(address, Long.BYTES, Access.WRITE);
        return (long) ATOMIC_LONG.getAndAdd(MEMORY, address, delta);
    }

    /** Copies {@code bytes} bytes; the two blocks may overlap. */
    public static void copy(long from, long to, long bytes) {
        check(from, bytes, Access.READ);
        check(to, bytes, Access.WRITE);
        MemorySegment.copy(MEMORY, from, MEMORY, to, bytes);
    }

    public static void copyFromHeap(byte[] source, int offset, long to, int bytes) {
        check(to, bytes, Access.WRITE);
        MemorySegment.copy(source, offset, MEMORY, JAVA_BYTE, to, bytes);
    }

    public static void copyToHeap(long from, byte[] target, int offset, int bytes) {
        check(from, bytes, Access.READ);
        MemorySegment.copy(MEMORY, JAVA_BYTE, from, target, offset, bytes);
    }

    public static void fill(long address, long bytes, byte value) {
        check(address, bytes, Access.WRITE);
        MEMORY.asSlice(address, bytes).fill(value);
    }

    /** The offset of the first byte in which two blocks of {@code bytes} bytes differ, or -1 if they are equal. */
    public static long mismatch(long a, long b, long bytes) {
        check(a, bytes, Access.READ);
        check(b, bytes, Access.READ);
        return ByteBlocks.mismatch(MEMORY, a, b, bytes);
    }

    public static boolean equal(long a, long b, long bytes) {
        check(a, bytes, Access.READ);
        check(b, bytes, Access.READ);
        return ByteBlocks.equal(MEMORY, a, b, bytes);
    }

    /** Compares as strings of unsigned bytes, a proper prefix being the smaller; negative, zero or positive. */
    public static int compare(long a, int bytesOfA, long b, int bytesOfB) {
        check(a, bytesOfA, Access.READ);
        check(b, bytesOfB, Access.READ);
        return ByteBlocks.compare(MEMORY, a, bytesOfA, b, bytesOfB);
    }

    /** A segment over exactly this block, of global scope: bounded, but it knows nothing of the end of the block's life. */
    public static MemorySegment segment(long address, long bytes) {
        check(address, bytes, Access.WRITE);
        return MEMORY.asSlice(address, bytes);
    }

    /** A segment over exactly this block that is alive as long as {@code arena}, which does not own the memory. */
    public static MemorySegment segment(long address, long bytes, Arena arena) {
        check(address, bytes, Access.WRITE);
        return MEMORY.asSlice(address, bytes).reinterpret(arena, null);
    }

    private static void check(long address, long bytes, Access access) {
        if (CHECKED) {
            LivePages.check(address, bytes, access);
        }
    }
}
