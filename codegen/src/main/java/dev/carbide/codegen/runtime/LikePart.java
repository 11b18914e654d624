package dev.carbide.codegen.runtime;

import dev.carbide.offheap.raw.RawMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** The part of a LIKE pattern between two {@code %}: bytes, and the places where any one character may stand instead. */
final class LikePart {
    private final byte[] bytes;
    private final BitSet any;
    private final boolean literal;
    private final long address;

    private LikePart(byte[] bytes, BitSet any, long address) {
        this.bytes = bytes;
        this.any = any;
        this.literal = any.isEmpty();
        this.address = address;
    }

    /** Collects the characters of a part. */
    static final class Builder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final BitSet any = new BitSet();

        void any() {
            any.set(bytes.size());
            bytes.write('_');
        }

        void character(int codePoint) {
            bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        }

        LikePart build() {
            return new LikePart(bytes.toByteArray(), any, 0);
        }
    }

    LikePart bind(InstanceResources resources) {
        return new LikePart(bytes, any, resources.constant(bytes));
    }

    /** The end of the part if it stands at byte {@code from}, else -1. */
    int matchForward(long text, int from, int to) {
        if (literal) {
            boolean matches = bytes.length <= to - from && RawMemory.equal(text + from, address, bytes.length);
            return matches ? from + bytes.length : -1;
        }
        int at = from;
        for (int index = 0; index < bytes.length; index++) {
            if (at >= to) {
                return -1;
            }
            if (any.get(index)) {
                at = next(text, at, to);
            } else if (RawMemory.getByte(text + at++) != bytes[index]) {
                return -1;
            }
        }
        return at;
    }

    /** The begin of the part if it ends at byte {@code to} and begins not before {@code from}, else -1. */
    int matchBackward(long text, int from, int to) {
        if (literal) {
            int begin = to - bytes.length;
            return begin >= from && RawMemory.equal(text + begin, address, bytes.length) ? begin : -1;
        }
        int at = to;
        for (int index = bytes.length - 1; index >= 0; index--) {
            if (at <= from) {
                return -1;
            }
            at--;
            if (any.get(index)) {
                while (at > from && LikeMatcher.isContinuation(text + at)) {
                    at--;
                }
            } else if (RawMemory.getByte(text + at) != bytes[index]) {
                return -1;
            }
        }
        return at;
    }

    /** The end of the first place where the part stands from byte {@code from} on, or -1. */
    int find(long text, int from, int to) {
        if (literal) {
            int found = ByteSearch.indexOf(text + from, to - from, address, bytes.length);
            return found < 0 ? -1 : from + found + bytes.length;
        }
        for (int at = from; at < to; at = next(text, at, to)) {
            int end = matchForward(text, at, to);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    private static int next(long text, int at, int to) {
        int next = at + 1;
        while (next < to && LikeMatcher.isContinuation(text + next)) {
            next++;
        }
        return next;
    }
}
