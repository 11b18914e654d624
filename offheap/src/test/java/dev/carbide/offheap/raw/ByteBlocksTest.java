package dev.carbide.offheap.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Comparison of blocks against that of arrays. The second block ends where its page does, so reading on would fail. */
@Tag("access")
final class ByteBlocksTest {
    private static final long BYTES = SystemMemory.current().pageSize();
    private static long block;

    @BeforeContainer
    static void map() {
        block = SystemMemory.current().map(2 * BYTES, BYTES);
        LivePages.add(block, BYTES, "test");
    }

    @AfterContainer
    static void unmap() {
        LivePages.remove(block);
        SystemMemory.current().unmap(block, 2 * BYTES);
    }

    @Property(tries = 300)
    void comparesAnyArrays(@ForAll @Size(max = 20) byte[] a, @ForAll @Size(max = 20) byte[] b) {
        verify(a, b);
    }

    @Property(tries = 500)
    void comparesArraysWithOneDifference(
            @ForAll @IntRange(max = 300) int length,
            @ForAll @IntRange(max = 300) int changed,
            @ForAll @ByteRange(min = -128) byte to,
            @ForAll @IntRange(max = 9) int cut) {
        byte[] a = new byte[length];
        for (int i = 0; i < length; i++) {
            a[i] = (byte) (i * 37);
        }
        byte[] b = Arrays.copyOf(a, Math.max(0, length - cut));
        if (changed < b.length) {
            b[changed] = to;
        }
        verify(a, b);
        verify(b, a);
    }

    private static void verify(byte[] a, byte[] b) {
        long first = block + 3;
        long second = block + BYTES - b.length;
        RawMemory.copyFromHeap(a, 0, first, a.length);
        RawMemory.copyFromHeap(b, 0, second, b.length);
        assertEquals(
                Integer.signum(Arrays.compareUnsigned(a, b)),
                Integer.signum(RawMemory.compare(first, a.length, second, b.length)));
        int common = Math.min(a.length, b.length);
        int mismatch = Arrays.mismatch(a, 0, common, b, 0, common);
        assertEquals(mismatch, RawMemory.mismatch(first, second, common));
        assertEquals(mismatch < 0, RawMemory.equal(first, second, common));
    }
}
