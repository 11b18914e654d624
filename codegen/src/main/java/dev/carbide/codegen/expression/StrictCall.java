package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import java.util.List;

/** A call of a strict function whose arguments stand in the generated code. */
public final class StrictCall {
    private final Call call;
    private final String valid;
    private final Emission out;

    private StrictCall(Call call, String valid, Emission out) {
        this.call = call;
        this.valid = valid;
        this.out = out;
    }

    static Value generate(FunctionBuilder.StrictGeneration generation, Call call, Emission out) {
        nameLimit(call, out);
        String valid = Values.all(call.arguments().stream()
                .map(argument -> validity(argument, out))
                .toList());
        if (valid.equals(Values.NEVER)) {
            return Values.nullOf(call.type());
        }
        if (valid.indexOf(' ') >= 0) {
            valid = out.local("boolean", "valid", valid);
        }
        Value result = generation.generate(new StrictCall(call, valid, out), out);
        return Values.withValid(result, Values.and(valid, result.valid()));
    }

    /** Literals are not declared before the function asks for them: it may want another form of them. */
    private static String validity(Expression argument, Emission out) {
        return argument instanceof Literal literal
                ? literal.value() == null ? Values.NEVER : Value.ALWAYS
                : out.generate(argument).valid();
    }

    /** What a column is compared with is named after it. */
    static void nameLimit(Call call, Emission out) {
        if (call.type() instanceof BooleanType && call.arguments().size() == 2) {
            Expression left = call.argument(0);
            Expression right = call.argument(1);
            if (left instanceof ColumnReference column && right instanceof Literal) {
                out.suggestName(right, column.name() + "Limit");
            } else if (right instanceof ColumnReference column && left instanceof Literal) {
                out.suggestName(left, column.name() + "Limit");
            }
        }
    }

    public Call call() {
        return call;
    }

    /** A Java boolean: all arguments are valid. */
    public String valid() {
        return valid;
    }

    /** This call where one more condition must hold for its arguments to count. */
    public StrictCall where(String condition) {
        return condition.equals(Value.ALWAYS)
                ? this
                : new StrictCall(call, out.local("boolean", "valid", Values.and(valid, condition)), out);
    }

    public Value value(int index) {
        return out.generate(call.argument(index));
    }

    public List<Value> values() {
        return call.arguments().stream().map(out::generate).toList();
    }

    public DataType type() {
        return call.type();
    }

    public EvalMode mode() {
        return call.mode();
    }

    public Expression argument(int index) {
        return call.argument(index);
    }

    /** The kind of failure that is possible here, by the types of the arguments. */
    public FailureKind failure() {
        return call.failure();
    }

    /**
     * Emits what the mode wants where the Java boolean {@code failed} holds and the arguments are valid: raises the
     * failure that the site's method {@code failure} makes of the arguments, or nothing.
     *
     * @return the validity to give to the result
     */
    public String guard(String failed, String failure, FailureKind kind) {
        if (kind.raises(mode())) {
            String site = out.site(call);
            out.line("if (" + Values.and(valid, failed) + ") throw " + site + "." + failure + "("
                    + SiteArguments.of(site, values()) + ");");
            return Value.ALWAYS;
        }
        return kind.givesNull(mode()) ? Values.not(failed) : Value.ALWAYS;
    }

    /** {@link #guard} against a result that does not fit its type, where types cannot exclude it. */
    public String guardOverflow(String failed) {
        return guard(failed, "overflow", failure());
    }
}
