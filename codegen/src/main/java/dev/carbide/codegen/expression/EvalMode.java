package dev.carbide.codegen.expression;

/** What a call does with overflow, division by zero and invalid casts. */
public enum EvalMode {
    /** Raise an {@link dev.carbide.offheap.error.EvaluationException} that names the expression and the values. */
    ANSI,
    /** Return NULL. */
    TRY,
    /** Wrap or return NULL as Spark does outside ANSI mode. */
    LEGACY
}
