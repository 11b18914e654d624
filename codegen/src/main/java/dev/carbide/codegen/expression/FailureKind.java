package dev.carbide.codegen.expression;

/** Whether an operation has no result for some values of its arguments. */
public enum FailureKind {
    /** There is a result for all values. */
    NEVER,
    /** ANSI raises, TRY gives NULL, LEGACY goes on with a value (an overflow wraps around). */
    WRAPS_IN_LEGACY,
    /** ANSI raises, TRY and LEGACY give NULL. */
    POSSIBLE;

    public boolean raises(EvalMode mode) {
        return this != NEVER && mode == EvalMode.ANSI;
    }

    public boolean givesNull(EvalMode mode) {
        return switch (this) {
            case NEVER -> false;
            case WRAPS_IN_LEGACY -> mode == EvalMode.TRY;
            case POSSIBLE -> mode != EvalMode.ANSI;
        };
    }

    /** The graver of two. */
    public FailureKind or(FailureKind other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
