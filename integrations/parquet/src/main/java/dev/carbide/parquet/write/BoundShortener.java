package dev.carbide.parquet.write;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shortens bounds of text and bytes so that they stay bounds and text stays UTF-8. */
final class BoundShortener {
    private BoundShortener() {}

    /** A value of at most {@code limit} bytes that is not larger. */
    static byte[] lower(byte[] value, int limit, boolean text) {
        return value.length <= limit ? value : Arrays.copyOf(value, cut(value, limit, text));
    }

    /** A value of at most {@code limit} bytes that is not smaller; null if there is none. */
    static byte @Nullable [] upper(byte[] value, int limit, boolean text) {
        if (value.length <= limit) {
            return value;
        }
        // the shortened value with its last character replaced by the next one
        for (int length = cut(value, limit, text); length > 0; ) {
            int last = text ? characterStart(value, length - 1) : length - 1;
            byte[] next = text ? nextCharacter(value, last, length) : nextByte(value, last);
            if (next != null) {
                byte[] bound = Arrays.copyOf(value, last + next.length);
                System.arraycopy(next, 0, bound, last, next.length);
                return bound;
            }
            length = last;
        }
        return null;
    }

    private static int cut(byte[] value, int limit, boolean text) {
        return text ? characterStart(value, limit) : limit;
    }

    private static int characterStart(byte[] value, int position) {
        int start = position;
        while (start > 0 && (value[start] & 0xC0) == 0x80) {
            start--;
        }
        return start;
    }

    private static byte @Nullable [] nextByte(byte[] value, int position) {
        return value[position] == (byte) 0xFF ? null : new byte[] {(byte) (value[position] + 1)};
    }

    private static byte @Nullable [] nextCharacter(byte[] value, int from, int to) {
        int codePoint = new String(value, from, to - from, java.nio.charset.StandardCharsets.UTF_8).codePointAt(0);
        int next = codePoint + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : codePoint + 1;
        return next > Character.MAX_CODE_POINT
                ? null
                : Character.toString(next).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
