package dev.carbide.codegen.compile;

import dev.carbide.offheap.error.CarbideInternalException;

/** Generated source does not compile, or its class does not load. The message shows the source around the error. */
public final class CodegenException extends CarbideInternalException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    CodegenException(String message, boolean tooLarge, Throwable cause) {
        super(message, cause);
        this.tooLarge = tooLarge;
    }

    /** Whether a method or the constant pool outgrew the class file format, or the compiler its stack: smaller pieces would compile. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
