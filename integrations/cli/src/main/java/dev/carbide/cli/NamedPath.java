package dev.carbide.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A path that is to be a table: {@code NAME=PATH}. */
public record NamedPath(String name, String path) {
    /** @throws IllegalArgumentException if there is not something on both sides of the first equals sign */
    public static NamedPath parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("a table is given as NAME=PATH, got '" + text + "'");
        }
        return new NamedPath(text.substring(0, equals), text.substring(equals + 1));
    }

    /** For options of this type. */
    static final class Converter implements ITypeConverter<NamedPath> {
        @Override
        public NamedPath convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
