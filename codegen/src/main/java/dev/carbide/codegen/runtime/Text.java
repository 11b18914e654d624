package dev.carbide.codegen.runtime;

import dev.carbide.offheap.raw.RawMemory;

/** UTF-8 text and bytes off-heap: absolute address and length in bytes. */
public final class Text {
    private Text() {}

    public static boolean equal(long address, int length, long otherAddress, int otherLength) {
        return length == otherLength && RawMemory.equal(address, otherAddress, length);
    }

    /** The order by unsigned bytes. */
    public static int compare(long address, int length, long otherAddress, int otherLength) {
        return RawMemory.compare(address, length, otherAddress, otherLength);
    }
}
