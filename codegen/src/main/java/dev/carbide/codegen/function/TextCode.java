package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.Emission;
import dev.carbide.codegen.expression.StrictCall;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.runtime.Text;
import dev.carbide.codegen.runtime.TextBuilder;
import java.util.List;

/** Generates what text functions have in common: bytes are read only where they are valid. */
final class TextCode {
    private TextCode() {}

    /** Address and length as arguments of a call; no bytes where they are not valid. */
    static String argument(Value value, String valid) {
        return value.code() + ", " + length(value, valid);
    }

    /** The length; 0 where it is not valid. */
    static String length(Value value, String valid) {
        String length = Values.second(value);
        return valid.equals(Value.ALWAYS) ? length : "(" + valid + " ? " + length + " : 0)";
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

    /** A Java boolean that reads bytes, evaluated only where the arguments are valid. */
    static String whereValid(StrictCall call, String code) {
        return call.valid().equals(Value.ALWAYS) ? code : "(" + call.valid() + " && " + code + ")";
    }

    /** One allocation for the whole length, then the parts one behind the other. */
    static Value concat(StrictCall call, Emission out) {
        String scratch = out.scratch();
        List<String> lengths =
                call.values().stream().map(value -> length(value, call.valid())).toList();
        String length = out.local(
                "int",
                "joinedLength",
                lengths.size() == 1
                        ? lengths.getFirst()
                        : lengths.stream()
                                .reduce((a, b) -> out.call(TextBuilder.class, "addLengths", a, b))
                                .orElseThrow());
        String joined = out.local("long", "joined", scratch + ".allocate(" + length + ")");
        String end = joined;
        for (int index = 0; index < lengths.size(); index++) {
            String append =
                    out.call(TextBuilder.class, "append", end, call.value(index).code(), lengths.get(index));
            end = out.local("long", "joinedEnd", append);
        }
        return Values.bytes(call.type(), joined, length, Value.ALWAYS);
    }

    static Value substring(StrictCall call, Emission out) {
        String text = argument(call.value(0), call.valid());
        String start = call.value(1).code();
        String from = out.local("int", "part", out.call(Text.class, "substringStart", text, start));
        String end = call.values().size() == 2
                ? length(call.value(0), call.valid())
                : out.call(
                        Text.class,
                        "substringEnd",
                        text,
                        from,
                        start,
                        call.value(2).code());
        String length = out.local("int", "partLength", end + " - " + from);
        return Values.bytes(call.type(), "(" + call.value(0).code() + " + " + from + ")", length, Value.ALWAYS);
    }

    static Value trim(StrictCall call, boolean left, boolean right, Emission out) {
        String text = argument(call.value(0), call.valid());
        String set = call.values().size() > 1 ? ", " + argument(call.value(1), call.valid()) : "";
        String from = out.local("int", "trimmed", left ? out.call(Text.class, "trimStart", text + set) : "0");
        String to =
                right ? out.call(Text.class, "trimEnd", text + ", " + from + set) : length(call.value(0), call.valid());
        String length = out.local("int", "trimmedLength", to + " - " + from);
        return Values.bytes(call.type(), "(" + call.value(0).code() + " + " + from + ")", length, Value.ALWAYS);
    }
}
