package dev.carbide.offheap.error;

/** An expression met a value it must reject in ANSI mode: overflow, division by zero, an invalid cast. */
public final class EvaluationException extends CarbideException {
    private static final long serialVersionUID = 1L;

    public EvaluationException(String message) {
        super(message);
    }
}
