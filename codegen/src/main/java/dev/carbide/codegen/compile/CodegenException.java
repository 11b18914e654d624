package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.offheap.error.CarbideInternalException;
import org.jspecify.annotations.Nullable;

/**
 * Generated source does not compile, or its class does not load: a mistake of a generator. The message names the class
 * and, where the compiler says a line, shows the source around it.
 */
public final class CodegenException extends CarbideInternalException {
    private static final long serialVersionUID = 1L;

    private static final int CONTEXT = 5;

    private final boolean tooLarge;

    private CodegenException(String message, boolean tooLarge, @Nullable Throwable cause) {
        super(message, cause);
        this.tooLarge = tooLarge;
    }

    /** @param line counted from 1; 0 if unknown */
    static CodegenException at(GeneratedSource source, int line, String problem, @Nullable Throwable cause) {
        String place = line > 0 ? source.fileName() + ":" + line : source.fileName();
        String message = "Generated source does not compile, " + place + ": " + problem + context(source.text(), line);
        return new CodegenException(message, false, cause);
    }

    static CodegenException tooLarge(GeneratedSource source, String problem, Throwable cause) {
        return new CodegenException(
                "Generated source is too large, " + source.fileName() + ": " + problem, true, cause);
    }

    static CodegenException unloadable(GeneratedSource source, Throwable cause) {
        return new CodegenException("Generated class does not load, " + source.fileName() + ": " + cause, false, cause);
    }

    /** The same failure for another thread that waited for this compilation. */
    CodegenException again() {
        return new CodegenException(getMessage(), tooLarge, this);
    }

    /**
     * Whether a method or the constant pool outgrew the class file format, or nesting the compiler's stack: the same in
     * smaller pieces may compile.
     */
    public boolean isTooLarge() {
        return tooLarge;
    }

    private static String context(String text, int line) {
        if (line <= 0) {
            return "";
        }
        var lines = text.lines().toList();
        var shown = new StringBuilder();
        for (int i = Math.max(1, line - CONTEXT); i <= Math.min(lines.size(), line + CONTEXT); i++) {
            shown.append("%n%s %4d | %s".formatted(i == line ? ">" : " ", i, lines.get(i - 1)));
        }
        return shown.toString();
    }
}
