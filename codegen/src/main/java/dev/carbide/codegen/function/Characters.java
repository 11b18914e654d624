package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Call;
import java.io.ByteArrayOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text by code points, for interpretation. */
final class Characters {
    private Characters() {}

    static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    static Object concat(Call call, Object[] values) {
        if (values[0] instanceof String) {
            return Stream.of(values).map(String.class::cast).collect(Collectors.joining());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object value : values) {
            bytes.writeBytes((byte[]) value);
        }
        return bytes.toByteArray();
    }

    static String substring(String text, long start) {
        long from = start > 0 ? start - 1 : start == 0 ? 0 : count(text) + start;
        return text.substring(text.offsetByCodePoints(0, (int) Math.clamp(from, 0, count(text))));
    }

    static String substring(String text, long start, long length) {
        long count = count(text);
        long from = start > 0 ? start - 1 : start == 0 ? -1 : count + start;
        long characters = Math.max(length, 0);
        long to = from > Long.MAX_VALUE - characters ? Long.MAX_VALUE : from + characters;
        int first = (int) Math.clamp(from, 0, count);
        int last = (int) Math.clamp(to, first, count);
        return text.substring(text.offsetByCodePoints(0, first), text.offsetByCodePoints(0, last));
    }

    static int position(String part, String text) {
        int index = text.indexOf(part);
        return index < 0 ? 0 : text.codePointCount(0, index) + 1;
    }

    static String trim(String text, String characters, boolean left, boolean right) {
        int[] points = text.codePoints().toArray();
        int from = 0;
        int to = points.length;
        while (left && from < to && characters.indexOf(points[from]) >= 0) {
            from++;
        }
        while (right && to > from && characters.indexOf(points[to - 1]) >= 0) {
            to--;
        }
        return new String(points, from, to - from);
    }
}
