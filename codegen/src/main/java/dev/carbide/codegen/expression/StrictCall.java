package dev.carbide.codegen.expression;

import dev.carbide.offheap.type.DataType;
import java.util.List;

/**
 * A call of a strict function whose arguments stand in the generated code.
 *
 * @param valid a Java boolean: all arguments are valid
 */
public record StrictCall(Call call, List<Value> values, String valid) {
    static Value generate(FunctionBuilder.StrictGeneration generation, Call call, Emission out) {
        List<Value> values = call.arguments().stream().map(out::generate).toList();
        String valid = Values.all(values.stream().map(Value::valid).toList());
        if (valid.equals(Values.NEVER)) {
            return Values.nullOf(call.type());
        }
        if (valid.indexOf(' ') >= 0) {
            valid = out.local("boolean", "valid", valid);
        }
        Value result = generation.generate(new StrictCall(call, values, valid), out);
        return Values.withValid(result, Values.and(valid, result.valid()));
    }

    public Value value(int index) {
        return values.get(index);
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
        return call.function().failure(call.arguments(), call.type());
    }

    /**
     * Emits what the mode wants where the Java boolean {@code failed} holds and the arguments are valid: raises the
     * failure that the site's method {@code failure} makes of the arguments, or nothing.
     *
     * @return the validity to give to the result
     */
    public String guard(String failed, String failure, FailureKind kind, Emission out) {
        if (kind.raises(mode())) {
            String site = out.site(call);
            out.line("if (" + Values.and(valid, failed) + ") throw " + site + "." + failure + "("
                    + SiteArguments.of(site, values) + ");");
            return Value.ALWAYS;
        }
        return kind.givesNull(mode()) ? Values.not(failed) : Value.ALWAYS;
    }

    /** {@link #guard} against a result that does not fit its type, where types cannot exclude it. */
    public String guardOverflow(String failed, Emission out) {
        return guard(failed, "overflow", failure(), out);
    }
}
