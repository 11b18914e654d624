package dev.carbide.codegen.source;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Fills <code>${name}</code> places. Each name must have a value and each value must be used.
 *
 * <p>Values are code (a {@link CharSequence} of one line), int and long numbers (a long gets its {@code L}, a negative
 * number parentheses), booleans and classes (by canonical name). Anything else is refused, so that no object's
 * {@code toString} ends in source by mistake.
 */
final class Template {
    private Template() {}

    static String fill(String template, Object... named) {
        SourceText.code(template);
        Map<String, String> values = values(template, named);
        var unused = new LinkedHashSet<>(values.keySet());
        var filled = new StringBuilder(template.length() + 64);
        int from = 0;
        for (int open = template.indexOf("${"); open >= 0; open = template.indexOf("${", from)) {
            int close = template.indexOf('}', open);
            if (close < 0) {
                throw broken("has an unclosed ${", template);
            }
            String name = template.substring(open + 2, close);
            String value = values.get(name);
            if (value == null) {
                throw broken("has no value for ${" + name + "}", template);
            }
            unused.remove(name);
            filled.append(template, from, open).append(value);
            from = close + 1;
        }
        if (!unused.isEmpty()) {
            throw broken("does not use " + unused, template);
        }
        return filled.append(template, from, template.length()).toString();
    }

    private static Map<String, String> values(String template, Object[] named) {
        if (named.length % 2 != 0) {
            throw broken("needs pairs of name and value, got " + named.length + " arguments", template);
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < named.length; i += 2) {
            if (!(named[i] instanceof String name)) {
                throw broken("needs a name at argument " + i, template);
            }
            if (values.put(name, render(template, name, named[i + 1])) != null) {
                throw broken("has two values for ${" + name + "}", template);
            }
        }
        return values;
    }

    private static String render(String template, String name, Object value) {
        return switch (value) {
            case CharSequence code -> SourceText.fragment(name, code.toString());
            case Integer number -> number < 0 ? "(" + number + ")" : number.toString();
            case Long number -> number < 0 ? "(" + number + "L)" : number + "L";
            case Boolean flag -> flag.toString();
            case Class<?> type when type.getCanonicalName() != null -> type.getCanonicalName();
            case null, default ->
                throw broken(
                        "cannot take a value of type "
                                + (value == null ? "null" : value.getClass().getName()) + " for ${" + name + "}",
                        template);
        };
    }

    private static CarbideInternalException broken(String what, String template) {
        return new CarbideInternalException("Template " + what + ": " + template.strip());
    }
}
