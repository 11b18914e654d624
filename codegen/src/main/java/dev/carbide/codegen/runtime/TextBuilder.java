package dev.carbide.codegen.runtime;

import dev.carbide.offheap.error.EvaluationException;
import dev.carbide.offheap.raw.RawMemory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Computes new text into scratch bytes. */
public final class TextBuilder {
    private static final long TOP_BITS = 0x8080_8080_8080_8080L;

    private TextBuilder() {}

    /** The text in upper case, as {@link String#toUpperCase(Locale)} has it for no locale in particular. */
    public static void upper(ScratchBytes scratch, long address, int length) {
        if (isAscii(address, length)) {
            mapAscii(scratch, address, length, 'a', 'z', -32);
        } else {
            write(scratch, text(address, length).toUpperCase(Locale.ROOT));
        }
    }

    /** The text in lower case, as {@link String#toLowerCase(Locale)} has it for no locale in particular. */
    public static void lower(ScratchBytes scratch, long address, int length) {
        if (isAscii(address, length)) {
            mapAscii(scratch, address, length, 'A', 'Z', 32);
        } else {
            write(scratch, text(address, length).toLowerCase(Locale.ROOT));
        }
    }

    /** The sum of two lengths of text. */
    public static int addLengths(int length, int more) {
        long sum = (long) length + more;
        if (sum > Integer.MAX_VALUE) {
            throw new EvaluationException("Text of " + sum + " bytes is longer than 2 GiB");
        }
        return (int) sum;
    }

    /** Copies bytes and returns the address behind the copy. */
    public static long append(long to, long address, int length) {
        if (length > 0) {
            RawMemory.copy(address, to, length);
        }
        return to + length;
    }

    private static void mapAscii(ScratchBytes scratch, long address, int length, char from, char to, int shift) {
        long target = scratch.allocate(length);
        for (int at = 0; at < length; at++) {
            byte b = RawMemory.getByte(address + at);
            RawMemory.putByte(target + at, b >= from && b <= to ? (byte) (b + shift) : b);
        }
        scratch.result(target, length);
    }

    private static boolean isAscii(long address, int length) {
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if ((RawMemory.getLong(address + at) & TOP_BITS) != 0) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (RawMemory.getByte(address + at) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(long address, int length) {
        byte[] bytes = new byte[length];
        RawMemory.copyToHeap(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void write(ScratchBytes scratch, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        long target = scratch.allocate(bytes.length);
        RawMemory.copyFromHeap(bytes, 0, target, bytes.length);
        scratch.result(target, bytes.length);
    }
}
