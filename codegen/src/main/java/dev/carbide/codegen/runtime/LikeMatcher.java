package dev.carbide.codegen.runtime;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.raw.RawMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * A LIKE pattern, compiled once per query: {@code %} stands for any characters, {@code _} for one character (a code
 * point). The parts between {@code %} are found one after the other, each at its first place; the first and the last
 * are tied to the ends of the text unless {@code %} stands there. Must be bound to an instance before use.
 */
public final class LikeMatcher implements Bindable {
    private final String pattern;
    private final List<LikePart> parts;

    private LikeMatcher(String pattern, List<LikePart> parts) {
        this.pattern = pattern;
        this.parts = parts;
    }

    /**
     * @param escape the character (code point) behind which every character stands for itself; negative if there is none
     * @throws CarbideException if the pattern ends with its escape character
     */
    public static LikeMatcher of(String pattern, int escape) {
        List<LikePart> parts = new ArrayList<>();
        LikePart.Builder part = new LikePart.Builder();
        boolean escaped = false;
        for (int character : pattern.codePoints().toArray()) {
            if (!escaped && character == escape) {
                escaped = true;
            } else if (!escaped && character == '%') {
                parts.add(part.build());
                part = new LikePart.Builder();
            } else if (!escaped && character == '_') {
                part.any();
            } else {
                part.character(character);
                escaped = false;
            }
        }
        if (escaped) {
            throw new CarbideException("LIKE pattern '" + pattern + "' must not end with its escape character");
        }
        parts.add(part.build());
        return new LikeMatcher(pattern, parts);
    }

    @Override
    public Object bind(InstanceResources resources) {
        return new LikeMatcher(
                pattern, parts.stream().map(part -> part.bind(resources)).toList());
    }

    /** Whether the text matches. */
    public boolean matches(long address, int length) {
        int last = parts.size() - 1;
        int from = parts.getFirst().matchForward(address, 0, length);
        if (from < 0) {
            return false;
        }
        if (last == 0) {
            return from == length;
        }
        int to = parts.get(last).matchBackward(address, from, length);
        if (to < 0) {
            return false;
        }
        for (int index = 1; index < last; index++) {
            from = parts.get(index).find(address, from, to);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return pattern;
    }

    /** Used by parts: whether a byte continues a character. */
    static boolean isContinuation(long address) {
        return (RawMemory.getByte(address) & 0xC0) == 0x80;
    }
}
