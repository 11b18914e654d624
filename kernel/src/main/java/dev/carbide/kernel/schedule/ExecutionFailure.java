package dev.carbide.kernel.schedule;

/** Carries what made an execution fail, unwrapped, to the one who words it for the user. */
public final class ExecutionFailure extends Exception {
    private static final long serialVersionUID = 1L;

    ExecutionFailure(Throwable cause) {
        super(null, cause, false, false);
    }
}
