package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import java.util.List;

/** Generates what text functions have in common: bytes are read only where they are valid. */
final class TextCode {
    private TextCode() {}

    /** Address and length as arguments of a call; no bytes where they are not valid. */
    static String argument(Value value, String valid) {
        String length = Values.second(value);
        return value.code() + ", " + (valid.equals(Value.ALWAYS) ? length : "(" + valid + " ? " + length + " : 0)");
    }

    /** Text that a statement leaves as the result of the scratch bytes; run where the arguments are valid. */
    static Value computed(StrictCall call, String statement, String stem, Emission out) {
        if (call.valid().equals(Value.ALWAYS)) {
            out.line(statement + ";");
            return Values.bytes(
                    call.type(),
                    out.local("long", stem, out.scratch() + ".address()"),
                    out.local("int", stem + "Length", out.scratch() + ".length()"),
                    Value.ALWAYS);
        }
        String address = out.variable("long", stem, "0L");
        String length = out.variable("int", stem + "Length", "0");
        try (var ignored = out.block("if (" + call.valid() + ")", List.of())) {
            out.line(statement + ";");
            out.line(address + " = " + out.scratch() + ".address();");
            out.line(length + " = " + out.scratch() + ".length();");
        }
        return Values.bytes(call.type(), address, length, Value.ALWAYS);
    }
}
